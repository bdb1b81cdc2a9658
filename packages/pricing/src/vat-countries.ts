import * as jsvat from 'jsvat';

// Countries whose VAT numbers have a known form: the EU, and its neighbours that charge VAT.
const LIBRARY = [
  jsvat.austria,
  jsvat.bulgaria,
  jsvat.croatia,
  jsvat.cyprus,
  jsvat.czechRepublic,
  jsvat.denmark,
  jsvat.estonia,
  jsvat.finland,
  jsvat.france,
  jsvat.germany,
  jsvat.greece,
  jsvat.hungary,
  jsvat.ireland,
  jsvat.italy,
  jsvat.latvia,
  jsvat.lithuania,
  jsvat.luxembourg,
  jsvat.malta,
  jsvat.netherlands,
  jsvat.norway,
  jsvat.poland,
  jsvat.portugal,
  jsvat.romania,
  jsvat.serbia,
  jsvat.slovakiaRepublic,
  jsvat.slovenia,
  jsvat.spain,
  jsvat.sweden,
  jsvat.switzerland,
  jsvat.unitedKingdom,
];

// The library knows only numbers that begin with 0; new ones begin with 1 since 2023.
const belgium: (typeof LIBRARY)[number] = {
  ...jsvat.belgium,
  calcFn: (number) => {
    const digits = number.padStart(10, '0');
    return 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8));
  },
  rules: { multipliers: {}, regex: [/^(BE)([01]?\d{9})$/] },
};

// Northern Ireland trades goods as the EU does: numbers of the United Kingdom with XI before them.
const northernIreland: (typeof LIBRARY)[number] = {
  ...jsvat.unitedKingdom,
  name: 'Northern Ireland',
  codes: ['XI', 'XI', '826'],
  rules: {
    ...jsvat.unitedKingdom.rules,
    regex: [/^(XI)(\d{9})$/, /^(XI)(\d{12})$/, /^(XI)(GD\d{3})$/, /^(XI)(HA\d{3})$/],
  },
};

/** Forms of VAT numbers by the letters that they begin with. */
export const VAT_COUNTRIES: ReadonlyMap<string, (typeof LIBRARY)[number]> = new Map(
  [...LIBRARY, belgium, northernIreland].map((country) => [
    country.name === 'Greece' ? 'EL' : country.codes[0]!,
    country,
  ]),
);

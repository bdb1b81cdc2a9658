import Bowser from 'bowser';

/** Names of programs and devices; nothing longer or stranger is repeated in a mail. */
const NAME = /^[\w .+-]{1,40}$/;

/**
 * What a device is called, e.g. `Firefox (Windows)` or `Safari (iPhone)`, by what it says of
 * itself; null when it says nothing that is known. Never a part of the text as it was sent.
 */
export function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const { browser, os, platform } = Bowser.parse(userAgent);
  const [program, place] = [browser.name, platform.model ?? os.name].map((name) =>
    name && NAME.test(name) ? name : undefined,
  );
  if (program && place) return `${program} (${place})`;
  return program ?? place ?? null;
}

import type { MailTexts } from './mail-texts.js';

const VIEW = 'Bestellung ansehen';

/** Mails in German. */
export const de: MailTexts = {
  letters: {
    'order-confirmed': ({ number }) => ({
      subject: `Ihre Bestellung ${number} ist eingegangen`,
      paragraphs: [
        `Vielen Dank für Ihre Bestellung. Sie hat die Nummer ${number}.`,
        'Die Artikel sind für Sie reserviert, bis die Zahlung eingeht.',
      ],
      action: 'Bestellung ansehen oder bezahlen',
    }),
    'order-paid': ({ number, amount }) => ({
      subject: `Ihre Bestellung ${number} ist bestätigt`,
      paragraphs: [
        amount
          ? `Vielen Dank für Ihre Bestellung. Ihre Zahlung von ${amount} für die Bestellung ${number} ist eingegangen. Wir schreiben Ihnen, sobald sie verschickt ist.`
          : `Vielen Dank für Ihre Bestellung ${number}. Es ist nichts zu bezahlen. Wir schreiben Ihnen, sobald sie verschickt ist.`,
      ],
      action: VIEW,
    }),
    'order-shipped': ({ number }) => ({
      subject: `Ein Paket Ihrer Bestellung ${number} ist unterwegs`,
      paragraphs: [
        `Gute Nachrichten: Ein Paket Ihrer Bestellung ${number} ist auf dem Weg zu Ihnen.`,
      ],
      action: VIEW,
    }),
    'order-delivered': ({ number }) => ({
      subject: `Ihre Bestellung ${number} wurde zugestellt`,
      paragraphs: [
        `Ihre Bestellung ${number} wurde zugestellt. Wir wünschen Ihnen viel Freude damit.`,
        'Falls etwas nicht stimmt, können Sie auf der Seite Ihrer Bestellung eine Rücksendung anmelden.',
      ],
      action: VIEW,
    }),
    'order-cancelled': ({ number, wasPaid }) => ({
      subject: `Ihre Bestellung ${number} wurde storniert`,
      paragraphs: [
        `Ihre Bestellung ${number} wurde storniert.`,
        ...(wasPaid
          ? [
              'Was Sie bezahlt haben, wird auf demselben Weg erstattet. Wir schreiben Ihnen, sobald der Betrag angewiesen ist.',
            ]
          : []),
      ],
      action: VIEW,
    }),
    'order-expired': ({ number }) => ({
      subject: `Ihre Bestellung ${number} ist abgelaufen`,
      paragraphs: [
        `Wir haben die Artikel der Bestellung ${number} für Sie zurückgelegt, aber sie wurde nicht rechtzeitig abgeschlossen. Die Bestellung ist storniert, es wird nichts verschickt.`,
        'Sie können jederzeit neu bestellen.',
      ],
      action: VIEW,
    }),
    'order-refunded': ({ number, amount }) => ({
      subject: `Erstattung zu Ihrer Bestellung ${number}`,
      paragraphs: [
        `Wir haben ${amount ?? 'Ihre Zahlung'} für die Bestellung ${number} auf demselben Weg erstattet, auf dem Sie bezahlt haben.`,
        'Je nach Bank kann es einige Tage dauern, bis der Betrag auf Ihrem Konto erscheint.',
      ],
      action: VIEW,
    }),
    'payment-failed': ({ number, amount }) => ({
      subject: `Die Zahlung für Ihre Bestellung ${number} hat nicht geklappt`,
      paragraphs: [
        `Ihre Zahlung${amount ? ` von ${amount}` : ''} für die Bestellung ${number} hat nicht geklappt. Es wurde nichts abgebucht.`,
        'Solange die Artikel reserviert sind, können Sie es noch einmal oder mit einer anderen Zahlungsart versuchen.',
      ],
      action: 'Noch einmal versuchen',
    }),
    'return-requested': ({ number }) => ({
      subject: `Ihre Rücksendung zur Bestellung ${number} ist angemeldet`,
      paragraphs: [
        `Sie möchten Artikel der Bestellung ${number} zurücksenden; wir antworten Ihnen bald. Bitte schicken Sie vorher nichts zurück.`,
      ],
      action: VIEW,
    }),
    'order-edited': ({ number, amount }) => ({
      subject: `Ihre Bestellung ${number} wurde geändert`,
      paragraphs: [
        `Wie vereinbart haben wir Ihre Bestellung ${number} geändert. Sie besteht jetzt aus diesen Artikeln.`,
        amount
          ? `${amount} sind noch zu bezahlen. Wir verschicken sie, sobald die Zahlung eingegangen ist.`
          : 'Kostet sie weniger, als Sie bezahlt haben, erhalten Sie die Differenz zurück.',
      ],
      action: amount ? 'Bestellung ansehen oder bezahlen' : VIEW,
    }),
    'return-approved': ({ number }) => ({
      subject: `Ihre Rücksendung zur Bestellung ${number} ist genehmigt`,
      paragraphs: [
        `Sie können die angemeldeten Artikel der Bestellung ${number} zurücksenden.`,
        'Wir schreiben Ihnen, sobald sie angekommen sind.',
      ],
      action: VIEW,
    }),
    'return-declined': ({ number }) => ({
      subject: `Ihre Rücksendung zur Bestellung ${number} wurde abgelehnt`,
      paragraphs: [
        `Wir können die Rücksendung zur Bestellung ${number} nicht annehmen. Bitte schicken Sie die Artikel nicht zurück.`,
      ],
      action: VIEW,
    }),
    'return-received': ({ number }) => ({
      subject: `Ihre Rücksendung zur Bestellung ${number} ist angekommen`,
      paragraphs: [`Die Artikel der Bestellung ${number}, die Sie zurückgesendet haben, sind da.`],
      action: VIEW,
    }),
  },
  accountLetters: {
    'verify-email': ({ shop }) => ({
      subject: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
      paragraphs: [
        `Diese Adresse wurde für ein Konto bei ${shop} angegeben. Bitte bestätigen Sie innerhalb von 3 Tagen, dass es Ihre ist.`,
      ],
      action: 'E-Mail-Adresse bestätigen',
    }),
    'reset-password': ({ shop }) => ({
      subject: 'Neues Passwort festlegen',
      paragraphs: [
        `Jemand, hoffentlich Sie, hat ein neues Passwort für Ihr Konto bei ${shop} angefordert. Sie können es innerhalb von 30 Minuten einmal festlegen; danach sind alle Geräte abgemeldet.`,
        'Waren Sie das nicht, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
      ],
      action: 'Neues Passwort festlegen',
    }),
    'undo-email-change': ({ shop }) => ({
      subject: 'Die E-Mail-Adresse Ihres Kontos wurde geändert',
      paragraphs: [
        `Ihr Konto bei ${shop} hat ab jetzt eine andere E-Mail-Adresse. Waren Sie das, müssen Sie nichts tun.`,
        'Waren Sie das nicht, machen Sie die Änderung innerhalb von 7 Tagen rückgängig. Danach sind alle Geräte abgemeldet, und Sie erhalten einen Link, um ein neues Passwort festzulegen.',
      ],
      action: 'Änderung rückgängig machen',
    }),
    'new-device': ({ shop, device, network }) => ({
      subject: 'Ein neues Gerät hat sich in Ihrem Konto angemeldet',
      paragraphs: [
        `In Ihrem Konto bei ${shop} hat sich jemand von einem Gerät oder Ort angemeldet, den wir dort in letzter Zeit nicht gesehen haben: ${[device ?? 'unbekanntes Gerät', network ?? 'unbekannter Ort'].join(', ')}. Waren Sie das, müssen Sie nichts tun.`,
        'Waren Sie das nicht, legen Sie sofort ein neues Passwort fest. Danach sind alle Geräte abgemeldet.',
      ],
      action: '',
    }),
    'factors-changed': ({ shop }) => ({
      subject: 'Die zweiten Faktoren Ihres Kontos wurden geändert',
      paragraphs: [
        `Bei Ihrem Konto bei ${shop} wurde ein zweiter Faktor hinzugefügt oder entfernt. Waren Sie das, müssen Sie nichts tun.`,
        'Waren Sie das nicht, legen Sie jetzt ein neues Passwort fest („Passwort vergessen“ auf der Anmeldeseite) und sagen Sie uns Bescheid: Danach sind alle Geräte abgemeldet.',
      ],
      action: '',
    }),
  },
  cartLetter: ({ shop }) => ({
    subject: 'In Ihrem Warenkorb liegt noch etwas',
    paragraphs: [
      `Diese Artikel liegen noch in Ihrem Warenkorb bei ${shop}. Sie sind nicht reserviert, und Preise können sich ändern.`,
    ],
    action: 'Zum Warenkorb',
  }),
  staffLetters: {
    'webhook-endpoint-off': ({ id, host, failures, since }) => ({
      subject: 'Ein Webhook-Endpunkt wurde abgeschaltet',
      paragraphs: [
        `Der Webhook-Endpunkt ${id} bei ${host} wurde abgeschaltet: ${failures} Versuche sind seit ${since?.toISOString() ?? 'eben'} gescheitert.`,
        'Es ist nichts verloren: Schalten Sie den Endpunkt ein, sobald er wieder arbeitet (webhookEndpointUpdate), und senden Sie die Zeit seitdem erneut (webhookEndpointReplay).',
      ],
    }),
    'payment-disputed': ({ id, status, reason, number, amount }) => ({
      subject: {
        OPEN: `Eine Zahlung der Bestellung ${number} wird angefochten`,
        WON: `Die Anfechtung zur Bestellung ${number} ist gewonnen`,
        LOST: `Die Anfechtung zur Bestellung ${number} ist verloren`,
      }[status],
      paragraphs: [
        {
          OPEN: `Die Bank des Käufers ficht ${amount} der Bestellung ${number} an. Antworten Sie beim Zahlungsanbieter vor Ablauf der Frist mit Ihren Nachweisen; erstatten Sie den Betrag inzwischen nicht.`,
          WON: `Die Bank hat über ${amount} der Bestellung ${number} entschieden: Der Shop behält das Geld.`,
          LOST: `Die Bank hat über ${amount} der Bestellung ${number} entschieden: Das Geld ging an den Käufer zurück.`,
        }[status],
        `Anfechtung: ${id}${reason ? ` (${reason})` : ''}`,
      ],
    }),
    'low-stock': ({ variants, more }) => ({
      subject: `Geringer Bestand: ${variants[0]!.name}${variants.length + more > 1 ? ` und ${variants.length + more - 1} weitere` : ''}`,
      paragraphs: [
        'Es sind nur noch wenige Stück da. Von jedem hören Sie erst wieder, nachdem der Bestand gestiegen war.',
      ],
      list: [
        ...variants.map(({ sku, name, available }) => `${name} (${sku}): noch ${available}`),
        ...(more > 0 ? [`… und ${more} weitere`] : []),
      ],
    }),
  },
  labels: {
    subtotal: 'Zwischensumme',
    discount: 'Rabatt',
    shipping: 'Versand',
    total: 'Gesamt',
    included: (tax) => `enthält ${tax}`,
    parcel: 'Paket',
    track: 'Sendung verfolgen',
    code: 'Ihr Code',
  },
  why: 'Sie erhalten diese E-Mail, weil diese Adresse zu einer Bestellung in unserem Shop angegeben wurde. Waren Sie das nicht, müssen Sie nichts tun.',
  whyAccount:
    'Sie erhalten diese E-Mail, weil diese Adresse zu einem Konto in unserem Shop gehört. Wir fragen Sie nie nach Ihrem Passwort oder einem Code.',
  whyCart:
    'Sie erhalten diese E-Mail, weil Sie an das erinnert werden möchten, was Sie im Warenkorb lassen.',
  whyStaff:
    'Sie erhalten diese E-Mail, weil der Shop diese Adresse als eine seiner Mitarbeiter nennt.',
  unsubscribe: {
    link: 'Abbestellen',
    ask: {
      title: 'Diese E-Mails abbestellen?',
      text: 'E-Mails zu Ihren Bestellungen und zu Ihrem Konto erhalten Sie weiterhin.',
      button: 'Abbestellen',
    },
    done: {
      title: 'Sie haben die E-Mails abbestellt',
      text: 'Sie erhalten diese E-Mails nicht mehr. E-Mails zu Ihren Bestellungen und zu Ihrem Konto erhalten Sie weiterhin.',
    },
    invalid: {
      title: 'Dieser Link ist nicht vollständig',
      text: 'Bitte öffnen Sie den Link aus der E-Mail noch einmal, oder kopieren Sie ihn ganz.',
    },
  },
};

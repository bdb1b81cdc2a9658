import { once } from 'node:events';
import { WebSocket } from 'ws';

// Anonymous listeners to one shop: so many sockets with so many subscriptions each, of which so
// many differ. Tells what they heard when asked.
interface Start {
  url: string;
  sockets: number;
  perSocket: number;
  different: number;
}
const OPENED_AT_ONCE = 50;

const counts = { events: 0, ended: 0, refused: 0, closed: 0 };

function listen({ url, perSocket, different }: Start, socketNumber: number): Promise<void> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  return new Promise((resolve) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on('error', () => {});
    socket.on('close', () => {
      counts.closed++;
      resolve();
    });
    socket.on('open', () => say({ type: 'connection_init' }));
    socket.on('message', (data) => {
      const text = String(data);
      if (text.includes('"type":"next"')) counts[text.includes('"errors"') ? 'ended' : 'events']++;
      else if (text.includes('"type":"error"')) counts.refused++;
      else if (text.includes('"type":"pong"')) resolve();
      else if (text.includes('"type":"connection_ack"')) {
        for (let number = 0; number < perSocket; number++) {
          const selection = (socketNumber * perSocket + number) % different;
          say({
            id: String(number),
            type: 'subscribe',
            payload: {
              query: `subscription { productCreated { s${selection}: id product { id name } } }`,
            },
          });
        }
        say({ type: 'ping' });
      }
    });
  });
}

const [start] = (await once(process, 'message')) as [Start];
for (let opened = 0; opened < start.sockets; opened += OPENED_AT_ONCE) {
  const batch = Math.min(OPENED_AT_ONCE, start.sockets - opened);
  await Promise.all(Array.from({ length: batch }, (_none, index) => listen(start, opened + index)));
}
process.on('message', () => process.send!({ ...counts }));
process.send!({ ...counts });

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Serves with nothing between it and `node:http`. */
export const listen = (answer: (incoming: IncomingMessage, outgoing: ServerResponse, body: string) => unknown) =>
  createServer((incoming, outgoing) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => answer(incoming, outgoing, body));
  }).listen(Number(process.env.PORT), '127.0.0.1');

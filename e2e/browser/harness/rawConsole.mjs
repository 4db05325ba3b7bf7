/** Consoles without the page: a WebSocket that says whatever it is told to say. */
import WebSocket from 'ws';

/** Gets a ticket. */
export const ticketFor = (api, machine, kind = 'SCREEN') => api.post(`/machines/${machine}/console-tickets`, { kind });

/**
 * Offers a ticket.
 *
 * @param origin what the WebSocket says where it comes from; undefined says nothing
 * @param protocols what to offer instead of the ticket
 * @param path where to offer it instead of the ticket's own place
 * @returns status that the server refused with, or a console with a promise of the code that it is closed with
 */
export function openConsole(url, ticket, { origin, headers = {}, protocols, path } = {}) {
  const socket = new WebSocket(
    url.replace(/^http/, 'ws') + (path ?? ticket.path),
    protocols ?? ['binary', ticket.protocol],
    { origin, headers },
  );
  const closed = new Promise((resolve) => socket.on('close', resolve));
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ socket, closed, protocol: socket.protocol, close: () => socket.close() }));
    socket.on('unexpected-response', (request, answer) => {
      resolve({ status: answer.statusCode });
      request.destroy();
    });
    // After an answer of either kind this changes nothing.
    socket.on('error', reject);
  });
}

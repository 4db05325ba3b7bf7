/** Consoles of the stand-in: a screen that speaks enough RFB (RFC 6143) to be looked at and typed into, and a serial echo. */
import { height, pixels, width } from './picture.mjs';

function serverInit(name) {
  const title = Buffer.from(name);
  const message = Buffer.alloc(24 + title.length);
  message.writeUInt16BE(width, 0);
  message.writeUInt16BE(height, 2);
  message.set([32, 24, 0, 1], 4);
  for (const at of [8, 10, 12]) message.writeUInt16BE(255, at);
  message.set([16, 8, 0], 14);
  message.writeUInt32BE(title.length, 20);
  title.copy(message, 24);
  return message;
}

function update(machine) {
  // The second rectangle (pseudo-encoding -258) says that scan codes are understood, as QEMU does.
  const head = Buffer.alloc(4 + 12);
  head.writeUInt16BE(2, 2);
  head.writeUInt16BE(width, 4 + 4);
  head.writeUInt16BE(height, 4 + 6);
  const codes = Buffer.alloc(12);
  codes.writeInt32BE(-258, 8);
  return Buffer.concat([head, pixels(machine.name, machine.typed), codes]);
}

/** Length of a client's message; 0 as long as not all of it is there. */
function messageLength(bytes) {
  switch (bytes[0]) {
    case 0:
      return 20;
    case 2:
      return bytes.length < 4 ? 0 : 4 + 4 * bytes.readUInt16BE(2);
    case 3:
      return 10;
    case 4:
      return 8;
    case 5:
      return 6;
    case 6:
      return bytes.length < 8 ? 0 : 8 + Math.abs(bytes.readInt32BE(4));
    case 255:
      return 12;
    default:
      return bytes.length;
  }
}

export function screen(socket, machine) {
  let state = 'version';
  let bytes = Buffer.alloc(0);
  let asked = false;
  const draw = () => {
    if (asked && socket.readyState === 1) {
      asked = false;
      socket.send(update(machine));
    }
  };
  const pressed = (keysym, down) => {
    machine.keys.push([keysym, down]);
    if (!down) return;
    if (keysym === 0xff0d) machine.typed = '';
    else if (keysym < 0x7f) machine.typed += String.fromCharCode(keysym);
    draw();
  };
  const take = (message) => {
    if (message[0] === 3) {
      const incremental = message[1] === 1;
      asked = true;
      if (!incremental) draw();
    } else if (message[0] === 4) pressed(message.readUInt32BE(4), message[1] === 1);
    else if (message[0] === 255) pressed(message.readUInt32BE(4), message.readUInt16BE(2) === 1);
  };
  socket.send(Buffer.from('RFB 003.008\n'));
  socket.on('message', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      if (state === 'version' && bytes.length >= 12) {
        bytes = bytes.subarray(12);
        state = 'security';
        socket.send(Buffer.from([1, 1]));
      } else if (state === 'security' && bytes.length >= 1) {
        bytes = bytes.subarray(1);
        state = 'initialise';
        socket.send(Buffer.alloc(4));
      } else if (state === 'initialise' && bytes.length >= 1) {
        bytes = bytes.subarray(1);
        state = 'open';
        socket.send(serverInit(machine.name));
      } else if (state === 'open' && bytes.length > 0) {
        const length = messageLength(bytes);
        if (length === 0 || bytes.length < length) return;
        take(bytes.subarray(0, length));
        bytes = bytes.subarray(length);
      } else return;
    }
  });
}

export function serial(socket, machine) {
  const prompt = `\x1b[32m${machine.account ?? 'root'}@${machine.name}\x1b[0m:~$ `;
  socket.send(
    Buffer.from(
      `Debian GNU/Linux 12 ${machine.name} ttyS0\r\n\r\n${machine.name} login: ${machine.account ?? 'root'}\r\n${prompt}`,
    ),
  );
  let line = '';
  socket.on('message', (data) => {
    for (const character of data.toString()) {
      if (character === '\r') {
        socket.send(Buffer.from(`\r\n${line ? `sh: ${line}: this is only a stand-in\r\n` : ''}${prompt}`));
        line = '';
      } else if (character === '\x7f') {
        if (line) socket.send(Buffer.from('\b \b'));
        line = line.slice(0, -1);
      } else {
        line += character;
        socket.send(Buffer.from(character));
      }
    }
  });
}

/** A made-up screen: what the stand-in's consoles and thumbnails show. */
import { deflateSync } from 'node:zlib';

export const width = 640;
export const height = 400;

/** The pixels of a machine's screen, four bytes each (blue, green, red, unused). */
export function pixels(seed, typed) {
  const data = Buffer.alloc(width * height * 4);
  const block = (x, y, w, h, [red, green, blue]) => {
    for (let row = y; row < Math.min(height, y + h); row++) {
      for (let column = x; column < Math.min(width, x + w); column++) {
        const at = (row * width + column) * 4;
        data[at] = blue;
        data[at + 1] = green;
        data[at + 2] = red;
      }
    }
  };
  let value = 7;
  for (const character of seed) value = (value * 31 + character.charCodeAt(0)) % 65_521;
  for (let line = 0; line < 18; line++) {
    let x = 12;
    for (let word = 0; word < 3 + ((value >> (line % 8)) % 5); word++) {
      value = (value * 75 + 74) % 65_537;
      const size = 12 + (value % 70);
      block(x, 14 + line * 18, size, 9, word === 0 ? [120, 200, 140] : [170, 170, 170]);
      x += size + 10;
    }
  }
  block(12, 350, 90, 9, [120, 200, 140]);
  [...typed].slice(-60).forEach((character, index) => {
    block(110 + index * 8, 350, 6, 9, character === ' ' ? [0, 0, 0] : [230, 230, 230]);
  });
  block(112 + Math.min(60, typed.length) * 8, 348, 7, 13, [230, 230, 230]);
  return data;
}

function chunk(type, body) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length, 0);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(Buffer.concat([head.subarray(4), body])), 0);
  return Buffer.concat([head, body, tail]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** The same screen as a PNG. */
export function png(seed, typed) {
  const source = pixels(seed, typed);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * 4;
      const to = row * (1 + width * 3) + 1 + column * 3;
      rows[to] = source[from + 2];
      rows[to + 1] = source[from + 1];
      rows[to + 2] = source[from];
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

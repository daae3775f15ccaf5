// Unpacks what `split/` packed (squeeze.rs says how a file is laid out): LZMA with lc = 4, lp = 0, pb = 0, by its specification.
// A chunk repeats parts of the program that it joins, which is `known` then. boot.js fetches this file with the program; engines get
// its text. One function without anything around it, so that it can be handed over so.

export function unpack(file, known) {
  const HEAD = 23;
  const TOP = 1 << 24;
  // All probabilities stand in one array, each kind at a place of its own. Trees count their nodes from 1.
  const MATCH = 0; // by state: 12 of each
  const REPEAT = 12;
  const REPEAT_0 = 24;
  const REPEAT_1 = 36;
  const REPEAT_2 = 48;
  const REPEAT_0_LONG = 60;
  const SLOTS = 72; // 4 trees of 64
  const SPECIAL = 328; // 115
  const ALIGN = 444; // a tree of 16
  const LENGTH = 460; // 2 choices, trees of 8, 8 and 256
  const REPEAT_LENGTH = 734;
  const LITERALS = 1008; // 3 trees of 256 for each upper half of the byte before
  const odds = new Uint16Array(LITERALS + 768 * 16).fill(1024);

  if (file[15] !== 0x6c) throw new Error("a part of the program is something else");
  const start = known ? known.length : 0;
  const length = start + new DataView(file.buffer, file.byteOffset).getUint32(19, true);
  const out = new Uint8Array(length);
  if (known) out.set(known);
  // The first byte is always 0, and is a part of the number; reading beyond the end gives 0s.
  let at = HEAD;
  let code = 0;
  let range = 2 ** 32 - 1;
  for (let n = 0; n < 5; n++) code = ((code << 8) | file[at++]) >>> 0;

  function bit(place) {
    const odd = odds[place];
    const bound = (range >>> 11) * odd;
    const one = code >= bound ? 1 : 0;
    if (one) {
      code -= bound;
      range -= bound;
      odds[place] = odd - (odd >> 5);
    } else {
      range = bound;
      odds[place] = odd + ((2048 - odd) >> 5);
    }
    if (range < TOP) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | file[at++]) >>> 0;
    }
    return one;
  }

  function tree(place, bits) {
    let node = 1;
    for (let n = 0; n < bits; n++) node = (node << 1) | bit(place + node);
    return node - (1 << bits);
  }

  // A tree whose first bit is the lowest.
  function reversed(place, bits) {
    let node = 1;
    let value = 0;
    for (let n = 0; n < bits; n++) {
      const one = bit(place + node);
      node = (node << 1) | one;
      value |= one << n;
    }
    return value;
  }

  // Bits that are as likely 0 as 1.
  function even(bits) {
    let value = 0;
    for (let n = 0; n < bits; n++) {
      range >>>= 1;
      const one = code >= range ? 1 : 0;
      if (one) code -= range;
      value = (value << 1) | one;
      if (range < TOP) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | file[at++]) >>> 0;
      }
    }
    return value;
  }

  function lengthAt(place) {
    if (!bit(place)) return 2 + tree(place + 2, 3);
    if (!bit(place + 1)) return 10 + tree(place + 10, 3);
    return 18 + tree(place + 18, 8);
  }

  let state = 0;
  // The last four distances less one, the newest first.
  let [last, second, third, fourth] = [0, 0, 0, 0];
  let done = start;
  while (done < length) {
    if (!bit(MATCH + state)) {
      const place = LITERALS + 768 * (done > 0 ? out[done - 1] >> 4 : 0);
      let symbol = 1;
      if (state >= 7) {
        // After a copy: the byte that would have followed in the original tells what this one is not.
        let other = out[done - last - 1];
        let expected, one;
        do {
          expected = other >> 7 & 1;
          other <<= 1;
          one = bit(place + ((1 + expected) << 8) + symbol);
          symbol = (symbol << 1) | one;
        } while (symbol < 256 && one === expected);
      }
      while (symbol < 256) symbol = (symbol << 1) | bit(place + symbol);
      out[done++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let copied;
    if (bit(REPEAT + state)) {
      if (!bit(REPEAT_0 + state)) {
        copied = bit(REPEAT_0_LONG + state) ? 0 : 1;
      } else {
        copied = 0;
        if (!bit(REPEAT_1 + state)) [last, second] = [second, last];
        else if (!bit(REPEAT_2 + state)) [last, second, third] = [third, last, second];
        else [last, second, third, fourth] = [fourth, last, second, third];
      }
      state = state < 7 ? (copied ? 9 : 8) : 11;
      copied ||= lengthAt(REPEAT_LENGTH);
    } else {
      [second, third, fourth] = [last, second, third];
      copied = lengthAt(LENGTH);
      state = state < 7 ? 7 : 10;
      const slot = tree(SLOTS + 64 * Math.min(copied - 2, 3), 6);
      last = slot;
      if (slot >= 4) {
        const bits = (slot >> 1) - 1;
        last = (2 | (slot & 1)) << bits;
        last += slot < 14 ? reversed(SPECIAL + last - slot, bits) : (even(bits - 4) << 4) + reversed(ALIGN, 4);
      }
    }
    if (last >= done || copied > length - done) throw new Error("a part of the program is damaged");
    for (const end = done + copied; done < end; done++) out[done] = out[done - last - 1];
  }
  if (at > file.length) throw new Error("a part of the program is cut short");
  return start > 0 ? out.subarray(start) : out;
}

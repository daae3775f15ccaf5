//! Workbooks of Excel before 2007 for tests: as few records as a reader asks for, in a compound file of as few sectors (MS-XLS, MS-CFB).

const SECTOR: usize = 512;
const END: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;

/// A workbook of one sheet, called `Sheet`, with times in cells that follow each other in its first row: each a serial and the number of its
/// built-in format.
pub fn old_workbook(from_1904: bool, cells: &[(f64, u16)]) -> Vec<u8> {
    let mut book = Vec::new();
    record(&mut book, 0x0809, &[&[0, 6, 5, 0][..], &[0; 12]].concat());
    record(&mut book, 0x0022, &u16::from(from_1904).to_le_bytes());
    for (_, format) in cells {
        record(&mut book, 0x00e0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
    }
    let name = b"\x06\0Sheet\0";
    // Where the sheet begins: behind this record and the end of the book's own.
    let at = (book.len() + 4 + 6 + name.len() + 4) as u32;
    record(&mut book, 0x0085, &[&at.to_le_bytes()[..], &[0, 0], name].concat());
    record(&mut book, 0x000a, &[]);
    record(&mut book, 0x0809, &[&[0, 6, 16, 0][..], &[0; 12]].concat());
    for (column, (serial, _)) in (0_u16..).zip(cells) {
        let place = [0, column, column].map(u16::to_le_bytes).concat();
        record(&mut book, 0x0203, &[&place[..], &serial.to_le_bytes()].concat());
    }
    record(&mut book, 0x000a, &[]);
    compound("Workbook", book)
}

fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
}

/// A compound file of one stream: sector 0 says which sector follows which, sector 1 is the directory, the stream follows.
fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    // A shorter one would lie in sectors of a smaller kind.
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.resize(24, 0);
    out.extend([0x3e_u16, 3, 0xfffe, 9, 6].iter().flat_map(|number| number.to_le_bytes()));
    out.resize(44, 0);
    // One sector of follows-which, the directory in sector 1, no small sectors, no further lists.
    words(&mut out, &[1, 1, 0, 4096, END, 0, END, 0, 0]);
    fill(&mut out, SECTOR);
    words(&mut out, &[0xffff_fffd, END]);
    let last = 1 + (stream.len() / SECTOR) as u32;
    (3..=last).for_each(|next| words(&mut out, &[next]));
    words(&mut out, &[END]);
    fill(&mut out, 2 * SECTOR);
    entry(&mut out, "Root Entry", 5, END, 0);
    entry(&mut out, name, 2, 2, stream.len() as u32);
    out.resize(3 * SECTOR, 0);
    out.extend(stream);
    out
}

fn entry(out: &mut Vec<u8>, name: &str, kind: u8, first: u32, length: u32) {
    let begin = out.len();
    out.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    out.resize(begin + 64, 0);
    out.extend((2 * (name.len() as u16 + 1)).to_le_bytes());
    out.extend([kind, 1]);
    // Neither is before or after another; the root holds the stream.
    words(out, &[FREE, FREE, if kind == 5 { 1 } else { FREE }]);
    out.resize(begin + 116, 0);
    words(out, &[first, length, 0]);
}

fn fill(out: &mut Vec<u8>, to: usize) {
    while out.len() < to {
        words(out, &[FREE]);
    }
}

fn words(out: &mut Vec<u8>, words: &[u32]) {
    out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
}

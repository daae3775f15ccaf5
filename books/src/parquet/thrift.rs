//! The structures in front of pages, in Thrift's compact form. <https://github.com/apache/parquet-format>, `PageHeader`.

/// What a page says of itself. Fields that are missing are `-1`, or unset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: i64,
    pub(super) unpacked: i64,
    pub(super) packed: i64,
    pub(super) values: i64,
    pub(super) encoding: i64,
    /// Of levels, in pages of the first version.
    pub(super) levels: i64,
    /// In pages of the second version.
    pub(super) nulls: i64,
    pub(super) rows: i64,
    pub(super) definition_bytes: i64,
    pub(super) repetition_bytes: i64,
    pub(super) is_packed: bool,
}

/// Why a header could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It goes on behind the bytes that are there.
    Short,
    /// It is none.
    Broken,
}

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> Result<u8, Fault> {
        let (first, rest) = self.0.split_first().ok_or(Fault::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    fn pass(&mut self, length: u64) -> Result<(), Fault> {
        let length = usize::try_from(length).map_err(|_| Fault::Broken)?;
        self.0 = self.0.get(length..).ok_or(Fault::Short)?;
        Ok(())
    }

    fn unsigned(&mut self) -> Result<u64, Fault> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Fault::Broken)
    }

    fn signed(&mut self) -> Result<i64, Fault> {
        let number = self.unsigned()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// The next field's number and type; `None` at the end of a structure.
    fn field(&mut self, last: &mut i64) -> Result<Option<u8>, Fault> {
        let byte = self.byte()?;
        if byte == 0 {
            return Ok(None);
        }
        *last = match byte >> 4 {
            0 => self.signed()?,
            step => last.saturating_add(i64::from(step)),
        };
        Ok(Some(byte & 15))
    }

    /// Passes over a value, however deep, without recursion: what is still open is counted.
    fn skip(&mut self, kind: u8) -> Result<(), Fault> {
        /// Open structures and lists: `None` = a structure, else elements to come and their type.
        type Open = Vec<Option<(u64, u8)>>;
        let mut open: Open = Vec::new();
        self.value(kind, false, &mut open)?;
        while let Some(top) = open.pop() {
            match top {
                None => {
                    if let Some(kind) = self.field(&mut 0)? {
                        open.push(None);
                        self.value(kind, false, &mut open)?;
                    }
                }
                Some((0, _)) => {}
                Some((left, kind)) => {
                    open.push(Some((left - 1, kind)));
                    self.value(kind, true, &mut open)?;
                }
            }
            if open.len() > 64 {
                return Err(Fault::Broken);
            }
        }
        Ok(())
    }

    fn value(&mut self, kind: u8, in_list: bool, open: &mut Vec<Option<(u64, u8)>>) -> Result<(), Fault> {
        match kind {
            // The field's type is its value, but not inside of lists.
            1 | 2 => self.pass(u64::from(in_list)),
            3 => self.pass(1),
            4..=6 => self.unsigned().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            9 | 10 => {
                let byte = self.byte()?;
                let length = if byte >> 4 == 15 { self.unsigned()? } else { u64::from(byte >> 4) };
                open.push(Some((length, byte & 15)));
                Ok(())
            }
            12 => {
                open.push(None);
                Ok(())
            }
            _ => Err(Fault::Broken),
        }
    }
}

/// Reads a header at the beginning of `bytes`, and says how long it is.
pub(super) fn header(bytes: &[u8]) -> Result<(Header, usize), Fault> {
    let mut input = Input(bytes);
    let mut header = Header { values: -1, encoding: -1, levels: 3, rows: -1, is_packed: true, ..Header::default() };
    let mut last = 0;
    while let Some(kind) = input.field(&mut last)? {
        match (last, kind) {
            (1, 5) => header.kind = input.signed()?,
            (2, 5) => header.unpacked = input.signed()?,
            (3, 5) => header.packed = input.signed()?,
            (5 | 7 | 8, 12) => inner(&mut input, last, &mut header)?,
            (_, kind) => input.skip(kind)?,
        }
    }
    Ok((header, bytes.len() - input.0.len()))
}

/// The structure of a kind of page: 5 = data, 7 = dictionary, 8 = data of the second version.
fn inner(input: &mut Input<'_>, of: i64, header: &mut Header) -> Result<(), Fault> {
    let mut last = 0;
    while let Some(kind) = input.field(&mut last)? {
        match (of, last, kind) {
            (_, 1, 5) => header.values = input.signed()?,
            (5 | 7, 2, 5) | (8, 4, 5) => header.encoding = input.signed()?,
            (5, 3, 5) => header.levels = input.signed()?,
            (8, 2, 5) => header.nulls = input.signed()?,
            (8, 3, 5) => header.rows = input.signed()?,
            (8, 5, 5) => header.definition_bytes = input.signed()?,
            (8, 6, 5) => header.repetition_bytes = input.signed()?,
            (8, 7, 1 | 2) => header.is_packed = kind == 1,
            (_, _, kind) => input.skip(kind)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_and_what_it_says_besides_is_passed_over() {
        // type 0, 20 unpacked, 10 packed, data header {3 values, PLAIN, RLE, RLE, statistics {binary}}.
        let bytes = [
            0x15, 0x00, 0x15, 0x28, 0x15, 0x14, 0x2c, 0x15, 0x06, 0x15, 0x00, 0x15, 0x06, 0x15, 0x06, 0x1c, 0x18, 0x02,
            7, 7, 0, 0, 0, 99,
        ];
        let (read, length) = header(&bytes).expect("sound");
        assert_eq!((read.kind, read.unpacked, read.packed, read.values, read.encoding), (0, 20, 10, 3, 0));
        assert_eq!(length, bytes.len() - 1);
        assert_eq!(header(&bytes[..12]), Err(Fault::Short));
        assert_eq!(header(&[0x1d, 0]), Err(Fault::Broken));
    }

    #[test]
    fn nothing_nests_without_end() {
        let lists = vec![0x19; 10_000];
        assert_eq!(header(&lists), Err(Fault::Broken));
        assert!(header(&vec![0x1c; 10_000]).is_err());
    }
}

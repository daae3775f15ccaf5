//! Unpacks pages into exactly as many bytes as their header says.

use parquet::basic::CompressionCodec;
use std::io::Read;

/// The bytes of a page, or why they cannot be had.
pub(super) fn unpack(codec: CompressionCodec, packed: &[u8], length: usize) -> Result<Vec<u8>, String> {
    let broken = || format!("a page packed by {codec:?} is damaged");
    let mut out = vec![0; length];
    let filled = match codec {
        CompressionCodec::UNCOMPRESSED => (packed.len() == length).then(|| out.copy_from_slice(packed)),
        CompressionCodec::SNAPPY => {
            let fits = snap::raw::decompress_len(packed).is_ok_and(|unpacked| unpacked == length);
            fits.then(|| snap::raw::Decoder::new().decompress(packed, &mut out).ok()).flatten().map(drop)
        }
        CompressionCodec::GZIP => fill(flate2::read::MultiGzDecoder::new(packed), &mut out),
        CompressionCodec::BROTLI => fill(brotli_decompressor::Decompressor::new(packed, 4096), &mut out),
        CompressionCodec::ZSTD => match ruzstd::decoding::StreamingDecoder::new(packed) {
            Ok(decoder) => fill(decoder, &mut out),
            Err(_) => None,
        },
        CompressionCodec::LZ4_RAW => block(packed, &mut out),
        // Writers never agreed on what stands around the block.
        CompressionCodec::LZ4 => hadoop(packed, &mut out)
            .or_else(|| fill(lz4_flex::frame::FrameDecoder::new(packed), &mut out))
            .or_else(|| block(packed, &mut out)),
        other => {
            return Err(format!(
                "its pages are packed by {other:?}, which is not read; write it with snappy, gzip, lz4, brotli or zstd"
            ));
        }
    };
    filled.map(|()| out).ok_or_else(broken)
}

fn fill(mut from: impl Read, out: &mut [u8]) -> Option<()> {
    from.read_exact(out).ok()
}

fn block(packed: &[u8], out: &mut [u8]) -> Option<()> {
    lz4_flex::block::decompress_into(packed, out).ok().filter(|n| *n == out.len()).map(drop)
}

/// Blocks with their lengths before them, as Hadoop writes them.
fn hadoop(mut packed: &[u8], mut out: &mut [u8]) -> Option<()> {
    while !packed.is_empty() {
        let (lengths, rest) = packed.split_first_chunk::<8>()?;
        let number =
            |at: usize| lengths.get(at..at + 4)?.try_into().ok().map(|bytes| u32::from_be_bytes(bytes) as usize);
        let (unpacked, length) = (number(0)?, number(4)?);
        let (into, left) = std::mem::take(&mut out).split_at_mut_checked(unpacked)?;
        block(rest.get(..length)?, into)?;
        out = left;
        packed = rest.get(length..)?;
    }
    out.is_empty().then_some(())
}

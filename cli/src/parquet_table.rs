//! Parquet files → tables as text, which core reads like any other.

use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::sheets::quote;

/// The table of a Parquet file as CSV; `None` when the bytes are none.
pub(crate) fn table(bytes: &[u8]) -> Option<Result<Vec<u8>, String>> {
    (bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1")).then(|| read(bytes))
}

/// How the instants of a column are to be written.
#[derive(Clone, Copy)]
struct Times {
    /// Nanoseconds, which the reader gives as plain numbers.
    nanos: bool,
    /// Instants; without it readings of some wall clock.
    utc: bool,
}

fn read(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let broken = |e: parquet::errors::ParquetError| {
        let said = e.to_string();
        if said.contains("ZSTD") || said.contains("zstd") {
            return "its pages are packed with zstd, which is not read; write it with snappy, gzip, lz4 or brotli."
                .to_owned();
        }
        format!("the Parquet file cannot be read: {said}.")
    };
    let reader = SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).map_err(broken)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let root = schema.root_schema().get_fields();
    let times: Vec<Times> = root
        .iter()
        .map(|field| match field.get_basic_info().logical_type_ref() {
            Some(LogicalType::Timestamp(kind)) => {
                Times { nanos: matches!(kind.unit, TimeUnit::NANOS), utc: kind.is_adjusted_to_u_t_c }
            }
            // Files of old writers give UTC and do not say so.
            _ => Times { nanos: false, utc: true },
        })
        .collect();
    let mut text = String::new();
    for (place, field) in root.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        quote(field.name(), &mut text);
    }
    text.push('\n');
    for row in reader.get_row_iter(None).map_err(broken)? {
        let row = row.map_err(broken)?;
        for (place, (_, field)) in row.get_column_iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            quote(&written(field, times.get(place).copied().unwrap_or(Times { nanos: false, utc: true })), &mut text);
        }
        text.push('\n');
    }
    Ok(text.into_bytes())
}

fn written(field: &Field, times: Times) -> String {
    let instant = |micros: i64| {
        let text = floorlens_core::model::format_rfc3339(micros);
        if times.utc { text } else { text.trim_end_matches('Z').to_owned() }
    };
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::TimestampMillis(millis) => instant(millis.saturating_mul(1000)),
        Field::TimestampMicros(micros) => instant(*micros),
        Field::Long(nanos) if times.nanos => instant(nanos.div_euclid(1000)),
        Field::Date(days) => {
            let text = floorlens_core::model::format_rfc3339(i64::from(*days) * 86_400_000_000);
            text.split('T').next().unwrap_or_default().to_owned()
        }
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Double(value) => value.to_string(),
        Field::Float(value) => value.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    fn file(compression: Compression) -> Vec<u8> {
        let schema = "message table {
            required int64 at (TIMESTAMP(MICROS,true));
            required int64 nanos (TIMESTAMP(NANOS,false));
            required binary machine (UTF8);
            optional double value;
        }";
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).expect("a writer");
        let mut group = writer.next_row_group().expect("a group");
        for times in
            [[1_774_246_500_000_000_i64, 1_774_246_560_500_000], [1_774_246_500_000_000_000, 1_774_246_560_500_000_000]]
        {
            let mut column = group.next_column().expect("sound").expect("a column");
            column.typed::<Int64Type>().write_batch(&times, None, None).expect("written");
            column.close().expect("closed");
        }
        let mut column = group.next_column().expect("sound").expect("a column");
        let names = [ByteArray::from("Press 1"), ByteArray::from("Press, 2")];
        column.typed::<ByteArrayType>().write_batch(&names, None, None).expect("written");
        column.close().expect("closed");
        let mut column = group.next_column().expect("sound").expect("a column");
        column.typed::<DoubleType>().write_batch(&[12.5], Some(&[1, 0]), None).expect("written");
        column.close().expect("closed");
        group.close().expect("closed");
        writer.close().expect("closed");
        bytes
    }

    #[test]
    fn a_parquet_file_becomes_text_whatever_packs_its_pages() {
        let expected = "at,nanos,machine,value\n2026-03-23T06:15:00Z,2026-03-23T06:15:00,Press 1,12.5\n\
                        2026-03-23T06:16:00.5Z,2026-03-23T06:16:00.5,\"Press, 2\",\n";
        for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::LZ4_RAW] {
            let text = table(&file(compression)).expect("Parquet").expect("a sound one");
            assert_eq!(String::from_utf8_lossy(&text), expected, "{compression:?}");
        }
        assert!(table(b"PAR1 and no more").is_none());
        assert!(table(b"PAR1 broken PAR1").expect("it says so").is_err());
    }
}

//! Columns read by us beside the same columns read by the library alone.

use super::column::Column;
use super::pages::Pages;
use super::*;
use parquet::basic::Encoding;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type, Int64Type,
    Int96, Int96Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::sync::Arc;

const SCHEMA: &str = "message m { optional boolean a; optional int32 b (DATE); required int64 c (TIMESTAMP(MICROS,true)); \
    optional int96 d; optional float e; required double f; optional binary g (UTF8); required binary h (UTF8); \
    optional fixed_len_byte_array(3) i (DECIMAL(6,2)); optional group j { optional int64 k (TIMESTAMP(NANOS,false)); } \
    required int32 l (UINT_32); }";

/// How a file is written.
#[derive(Debug, Clone)]
struct How {
    dictionary: bool,
    most_dictionary: usize,
    page: usize,
    second: bool,
    delta: bool,
    group: usize,
}

fn how() -> impl Strategy<Value = How> {
    (any::<bool>(), prop_oneof![Just(40_usize), Just(1 << 20)], 1usize..60, any::<bool>(), any::<bool>(), 1usize..300)
        .prop_map(|(dictionary, most_dictionary, page, second, delta, group)| How {
            dictionary,
            most_dictionary,
            page,
            second,
            delta,
            group,
        })
}

/// Writes the values for which there is a level.
fn put<T: DataType>(column: &mut SerializedColumnWriter<'_>, values: &[Option<T::T>], most: i16) {
    let levels: Vec<i16> = values.iter().map(|value| if value.is_some() { most } else { 0 }).collect();
    let there: Vec<T::T> = values.iter().flatten().cloned().collect();
    column.typed::<T>().write_batch(&there, (most > 0).then_some(&levels), None).expect("in memory");
}

fn file(numbers: &[Option<i16>], how: &How) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let version = if how.second { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 };
    let mut properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_dictionary_enabled(how.dictionary)
        .set_dictionary_page_size_limit(how.most_dictionary)
        .set_data_page_row_count_limit(how.page)
        .set_write_batch_size(1 + how.page / 2);
    if how.delta {
        properties = properties
            .set_column_encoding("c".into(), Encoding::DELTA_BINARY_PACKED)
            .set_column_encoding("g".into(), Encoding::DELTA_BYTE_ARRAY);
    }
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, Arc::new(properties.build())).expect("in memory");
    for numbers in numbers.chunks(how.group) {
        let mut group = writer.next_row_group().expect("in memory");
        let mut place = 0;
        while let Some(mut column) = group.next_column().expect("in memory") {
            // What must be there is, whatever the number.
            let sure: Vec<Option<i16>> = numbers.iter().map(|number| Some(number.unwrap_or(-7))).collect();
            let text = |number: i16| match number % 5 {
                0 => ByteArray::from(""),
                1 => ByteArray::from(vec![0xff, number as u8]),
                2 => ByteArray::from("a, \"quoted\" text\nof two lines"),
                _ => ByteArray::from(format!("M{number}").as_str()),
            };
            let to = &mut column;
            match place {
                0 => put::<BoolType>(to, &each(numbers, |n| n % 2 == 0), 1),
                1 => put::<Int32Type>(to, &each(numbers, i32::from), 1),
                2 => put::<Int64Type>(to, &each(&sure, |n| i64::from(n) * 7_000_000_001), 0),
                3 => put::<Int96Type>(to, &each(numbers, |n| Int96::from(vec![n as u32, 5, 2_460_000])), 1),
                4 => put::<FloatType>(to, &each(numbers, |n| if n == 3 { f32::NAN } else { f32::from(n) / 8.0 }), 1),
                5 => put::<DoubleType>(to, &each(&sure, |n| f64::from(n) / 3.0), 0),
                6 => put::<ByteArrayType>(to, &each(numbers, text), 1),
                7 => put::<ByteArrayType>(to, &each(&sure, text), 0),
                8 => put::<FixedLenByteArrayType>(
                    to,
                    &each(numbers, |n| ByteArray::from(vec![(n >> 15) as u8, (n >> 8) as u8, n as u8]).into()),
                    1,
                ),
                9 => put::<Int64Type>(to, &each(numbers, |n| i64::from(n) * 1_000_000_000_007), 2),
                _ => put::<Int32Type>(to, &each(&sure, i32::from), 0),
            }
            column.close().expect("in memory");
            place += 1;
        }
        group.close().expect("in memory");
    }
    writer.close().expect("in memory");
    out
}

fn each<T>(numbers: &[Option<i16>], value: impl Fn(i16) -> T) -> Vec<Option<T>> {
    numbers.iter().map(|number| number.map(&value)).collect()
}

/// All rows as text, and why they end.
fn rows(file: &Parquet) -> (String, Option<String>) {
    let (mut rows, mut out) = (file.rows(), Vec::new());
    loop {
        match rows.next(&mut out) {
            Ok(true) => {}
            end => return (String::from_utf8(out).expect("text"), end.err()),
        }
    }
}

/// The same by the library alone, column by column.
fn rows_by_library(file: &Parquet) -> (String, Option<String>) {
    let mut out = Vec::new();
    file.rows().names(&mut out);
    for group in file.about.row_groups() {
        let chunks = group.columns().iter();
        let mut columns: Vec<Column> = chunks
            .map(|chunk| {
                Column::by_library(
                    chunk.column_descr_ptr(),
                    Pages::new(&file.source, chunk, 1).expect("it lies in the file"),
                )
            })
            .collect();
        for _ in 0..group.num_rows() {
            for column in &mut columns {
                if let Err(sentence) = column.fill(1) {
                    return (String::from_utf8(out).expect("text"), Some(sentence));
                }
            }
            write(&mut columns, 1, &mut out);
        }
    }
    (String::from_utf8(out).expect("text"), None)
}

fn opened(bytes: Vec<u8>) -> Parquet {
    let source: Rc<dyn ByteSource> = Rc::new(bytes);
    Parquet::open(&source).expect("it was just written")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn our_pages_give_what_the_library_reads(
        numbers in prop_oneof![
            prop::collection::vec(prop::option::weighted(0.8, -40i16..40), 1..300),
            prop::collection::vec(prop::option::weighted(0.9, any::<i16>()), 1..300),
            prop::collection::vec(Just(None), 1..50),
        ],
        how in how(),
    ) {
        let file = opened(file(&numbers, &how));
        let (text, fault) = rows(&file);
        prop_assert_eq!(fault, None);
        prop_assert_eq!(text.lines().count(), numbers.len() + 1);
        prop_assert_eq!((text, None), rows_by_library(&file));
    }
}

#[test]
fn a_long_text_that_every_row_has_is_not_gathered() {
    let schema = Arc::new(parse_message_type("message m { required binary a (UTF8); }").expect("a schema"));
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, Default::default()).expect("in memory");
    let mut group = writer.next_row_group().expect("in memory");
    let mut column = group.next_column().expect("in memory").expect("it has one");
    let long = ByteArray::from("x".repeat(100_000).as_str());
    column.typed::<ByteArrayType>().write_batch(&vec![long; 2000], None, None).expect("in memory");
    column.close().expect("in memory");
    group.close().expect("in memory");
    writer.close().expect("in memory");
    let file = opened(out);
    let (mut rows, mut text, mut lines) = (file.rows(), Vec::new(), 0);
    while rows.next(&mut text).expect("it is sound") {
        assert!(text.len() < 2 << 20, "{}", text.len());
        lines += text.iter().filter(|byte| **byte == b'\n').count();
        text.clear();
    }
    assert_eq!(lines, 2001);
}

//! Turns a view of schema `reporting` into CSV or Parquet on standard output, row by row.

use std::io::{IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDate};
use clap::ValueEnum;
use parquet::basic::Compression;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use solieu::store::{Column, Store};

/// `EX_USAGE` of this program's exit codes.
const WRONG_USAGE: u8 = 2;
/// Digits behind the point of a number in Parquet, out of 38 in all.
const SCALE: usize = 18;
/// A row group is written when it holds so many bytes of values: what an export needs in memory.
const GROUP_BYTES: usize = 32 << 20;
const GROUP_ROWS: usize = 100_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A header line, then a line per row; null is an empty field
    Csv,
    /// Columns with types; numbers are decimal(38,18)
    Parquet,
}

/// Writes the rows of a view that meet the condition.
pub async fn export(
    store: &Store,
    view: &str,
    format: Format,
    condition: Option<&str>,
) -> anyhow::Result<ExitCode> {
    let views = store.views().await?;
    if !views.iter().any(|name| name == view) {
        eprintln!(
            "solieu: there is no view {view:?}, only {}",
            views.join(", ")
        );
        return Ok(ExitCode::from(WRONG_USAGE));
    }
    if format == Format::Parquet && std::io::stdout().is_terminal() {
        eprintln!("solieu: Parquet is not for a terminal; redirect it to a file");
        return Ok(ExitCode::from(WRONG_USAGE));
    }
    let columns = store.columns(view).await?;
    let output = std::io::BufWriter::new(std::io::stdout());
    let mut rows: u64 = 0;
    let written = match format {
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(output);
            csv.write_record(columns.iter().map(|column| &column.name))?;
            let each = |row: &[Option<&str>]| {
                rows += 1;
                csv.write_record(row.iter().map(|value| value.unwrap_or_default()))?;
                anyhow::Ok(())
            };
            let read = store.read(view, &columns, condition, each).await;
            read.and_then(|()| Ok(csv.flush()?))
        }
        Format::Parquet => {
            let mut table = Table::new(output, view, &columns)?;
            let each = |row: &[Option<&str>]| {
                rows += 1;
                table.push(row)
            };
            let read = store.read(view, &columns, condition, each).await;
            read.and_then(|()| table.close())
        }
    };
    match written {
        // a reader that has seen enough (`| head`)
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.context(format!("cannot export {view}"))),
        Ok(()) => {
            tracing::info!(view, rows, "exported");
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref().is_some_and(broken)
            || matches!(cause.downcast_ref::<csv::Error>().map(csv::Error::kind),
                Some(csv::ErrorKind::Io(error)) if broken(error))
            || matches!(cause.downcast_ref(), Some(parquet::errors::ParquetError::External(source))
                if source.downcast_ref().is_some_and(broken))
    })
}

/// Rows that are gathered to row groups of a Parquet file.
struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    names: Vec<String>,
    columns: Vec<Values>,
    rows: usize,
    bytes: usize,
}

/// The values of a column in a row group, and for each row 1 or, for null, 0.
struct Values {
    data: Data,
    present: Vec<i16>,
}

enum Data {
    Text(Vec<ByteArray>),
    Number(Vec<FixedLenByteArray>),
    Integer(Vec<i32>),
    Bigint(Vec<i64>),
    Date(Vec<i32>),
    Instant(Vec<i64>),
    Boolean(Vec<bool>),
}

impl<W: Write + Send> Table<W> {
    fn new(output: W, view: &str, columns: &[Column]) -> anyhow::Result<Self> {
        let kinds: Vec<_> = columns
            .iter()
            .map(|column| Data::of(&column.kind))
            .collect();
        let fields: Vec<_> = columns
            .iter()
            .zip(&kinds)
            .map(|(column, (_, field))| field.replace("{}", &column.name))
            .collect();
        let schema = format!("message {view} {{ {} }}", fields.join(" "));
        let schema = parse_message_type(&schema).context("the view has no Parquet schema")?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let properties = Arc::new(properties.build());
        let columns_of_data = kinds.into_iter().map(|(data, _)| Values {
            data,
            present: Vec::new(),
        });
        Ok(Self {
            writer: SerializedFileWriter::new(output, Arc::new(schema), properties)?,
            names: columns.iter().map(|column| column.name.clone()).collect(),
            columns: columns_of_data.collect(),
            rows: 0,
            bytes: 0,
        })
    }

    fn push(&mut self, row: &[Option<&str>]) -> anyhow::Result<()> {
        for ((values, value), name) in self.columns.iter_mut().zip(row).zip(&self.names) {
            values.present.push(value.is_some().into());
            if let Some(value) = value {
                self.bytes += value.len();
                let pushed = values.data.push(value);
                pushed.with_context(|| format!("column {name}: {value:?}"))?;
            }
        }
        self.rows += 1;
        if self.rows == GROUP_ROWS || self.bytes > GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> anyhow::Result<()> {
        let mut group = self.writer.next_row_group()?;
        for Values { data, present } in &mut self.columns {
            match data {
                Data::Text(values) => write::<_, ByteArrayType>(&mut group, values, present)?,
                Data::Number(values) => {
                    write::<_, FixedLenByteArrayType>(&mut group, values, present)?;
                }
                Data::Integer(values) | Data::Date(values) => {
                    write::<_, Int32Type>(&mut group, values, present)?;
                }
                Data::Bigint(values) | Data::Instant(values) => {
                    write::<_, Int64Type>(&mut group, values, present)?;
                }
                Data::Boolean(values) => write::<_, BoolType>(&mut group, values, present)?,
            }
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    fn close(mut self) -> anyhow::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.close()?;
        Ok(())
    }
}

/// Writes the next column of a row group and empties its values.
fn write<W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    present: &mut Vec<i16>,
) -> anyhow::Result<()> {
    let mut column = group.next_column()?.context("a column too many")?;
    column
        .typed::<T>()
        .write_batch(values, Some(present), None)?;
    column.close()?;
    values.clear();
    present.clear();
    Ok(())
}

impl Data {
    /// The values of a Postgres type, and the field of a Parquet schema with {} for the name.
    fn of(kind: &str) -> (Self, &'static str) {
        match kind {
            "numeric" => (
                Self::Number(Vec::new()),
                "optional fixed_len_byte_array(16) {} (DECIMAL(38,18));",
            ),
            "integer" => (Self::Integer(Vec::new()), "optional int32 {};"),
            "bigint" => (Self::Bigint(Vec::new()), "optional int64 {};"),
            "date" => (Self::Date(Vec::new()), "optional int32 {} (DATE);"),
            "timestamp with time zone" => (
                Self::Instant(Vec::new()),
                "optional int64 {} (TIMESTAMP(MICROS,true));",
            ),
            "boolean" => (Self::Boolean(Vec::new()), "optional boolean {};"),
            _ => (Self::Text(Vec::new()), "optional binary {} (UTF8);"),
        }
    }

    fn push(&mut self, value: &str) -> anyhow::Result<()> {
        match self {
            Self::Text(values) => values.push(value.as_bytes().to_vec().into()),
            Self::Number(values) => {
                let number = decimal(value).context(
                    "no decimal(38,18): leave the row out with --where, or export as csv",
                )?;
                values.push(number.to_be_bytes().to_vec().into());
            }
            Self::Integer(values) => values.push(value.parse()?),
            Self::Bigint(values) => values.push(value.parse()?),
            Self::Date(values) => {
                let days = value.parse::<NaiveDate>()? - NaiveDate::default();
                values.push(days.num_days().try_into()?);
            }
            Self::Instant(values) => {
                let instant = DateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S%.f%#z")?;
                values.push(instant.timestamp_micros());
            }
            Self::Boolean(values) => values.push(match value {
                "true" => true,
                "false" => false,
                _ => bail!("no boolean"),
            }),
        }
        Ok(())
    }
}

/// A number of Postgres in units of 10⁻¹⁸, further digits rounded half away from zero; none if it needs more than 38 digits.
fn decimal(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut units: i128 = whole.parse().ok()?;
    let mut fraction = fraction
        .bytes()
        .map(|digit| i128::from(digit) - i128::from(b'0'));
    for _ in 0..SCALE {
        let digit = fraction.next().unwrap_or(0);
        if !(0..=9).contains(&digit) {
            return None;
        }
        units = units.checked_mul(10)?.checked_add(digit)?;
    }
    if fraction.next().is_some_and(|digit| digit >= 5) {
        units += 1;
    }
    if units >= 10_i128.pow(38) {
        return None;
    }
    Some(if text.starts_with('-') { -units } else { units })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_digits_or_is_refused() {
        for (text, units) in [
            ("0", Some(0)),
            ("-11.5", Some(-11_500_000_000_000_000_000)),
            ("6203637000000", Some(6_203_637_000_000 * 10_i128.pow(18))),
            ("0.0000000000000000004", Some(0)),
            ("-0.0000000000000000005", Some(-1)),
            (
                "99999999999999999999",
                Some(99_999_999_999_999_999_999 * 10_i128.pow(18)),
            ),
            ("100000000000000000000", None),
            ("79228162514264337593543950335", None),
            ("NaN", None),
            ("Infinity", None),
            ("1.2e5", None),
        ] {
            assert_eq!(decimal(text), units, "{text}");
        }
    }
}

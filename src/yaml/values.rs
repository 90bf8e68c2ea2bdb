//! Scalars with a unit: lengths, sizes, durations, speeds, dates.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::NodeId;
use super::decode::{Decode, Reader, Spanned};
use crate::words::{Word, msg, rates, reading};

/// A length in millimetres; written `5 m`, `0.5 m`, `50 cm`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Length {
    /// Millimetres.
    pub mm: u32,
}

/// A size in bytes; written `64 GiB`, `300 GB`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Size {
    /// Bytes.
    pub bytes: u64,
}

/// A duration in seconds; written `60 s`, `2 min`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Duration {
    /// Seconds.
    pub seconds: u32,
}

/// A long time in seconds; written `500000 h`, `8 h`, `30 d`, `10 y`, a year being 365 days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Period {
    /// Seconds.
    pub seconds: u64,
}

/// A line rate in Mbit/s; written in Gbit/s: `8`, `0.1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Speed {
    /// Mbit/s.
    pub mbit: u32,
}

/// A day of the calendar; written `2027-06-30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl std::fmt::Display for Size {
    /// In the largest unit that leaves no fraction: `300 GB`, `64 GiB`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const UNITS: [(&str, u64); 6] = [
            ("TiB", 1 << 40),
            ("TB", 1_000_000_000_000),
            ("GiB", 1 << 30),
            ("GB", 1_000_000_000),
            ("MiB", 1 << 20),
            ("MB", 1_000_000),
        ];
        let whole = |unit: u64| self.bytes > 0 && self.bytes.is_multiple_of(unit);
        match UNITS.iter().find(|(_, unit)| whole(*unit)) {
            Some((name, unit)) => write!(f, "{} {name}", self.bytes / unit),
            None => write!(f, "{} B", self.bytes),
        }
    }
}

impl std::fmt::Display for Speed {
    /// In Gbit/s without a unit: `8`, `0.1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", f64::from(self.mbit) / 1000.0)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl std::str::FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '-');
        let mut number = |width: usize| {
            let part = parts.next().filter(|p| p.len() == width).ok_or(())?;
            if !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(());
            }
            part.parse::<u16>().map_err(|_| ())
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(()),
        };
        if day == 0 || day > days {
            return Err(());
        }
        Ok(Self { year, month: month as u8, day: day as u8 })
    }
}

/// A decimal number with a unit, as thousandths of the smallest unit in `units`; `None` if it is not one.
fn quantity(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let split = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = units.iter().find(|(name, _)| *name == unit.trim())?.1;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || part.len() > 3 || (number.contains('.') && part.is_empty()) {
        return None;
    }
    let thousandths = whole.parse::<u64>().ok()?.checked_mul(1000)?
        + format!("{part:0<3}").parse::<u64>().ok()?;
    thousandths.checked_mul(factor)
}

macro_rules! quantity {
    ($Name:ident { $field:ident }, $units:expr, $per:expr, $expected:expr, $pattern:literal, $example:literal) => {
        impl std::str::FromStr for $Name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                let thousandths = quantity(text, $units).ok_or(())?;
                Ok(Self { $field: (thousandths / 1000 / $per).try_into().map_err(|_| ())? })
            }
        }

        impl Decode for Spanned<$Name> {
            const MAPPING: bool = false;

            fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
                let known: &[(&str, u64)] = $units;
                let units: Vec<&str> = known.iter().map(|&(unit, _)| unit).collect();
                from_str(reader, id, (&$expected, $example), &units)
            }
        }

        impl JsonSchema for $Name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let known: &[(&str, u64)] = $units;
                match known.len() {
                    1 => json_schema!({ "type": ["string", "number"], "pattern": $pattern, "minimum": 0, "examples": [8] }),
                    _ => json_schema!({ "type": "string", "pattern": $pattern, "examples": [$example] }),
                }
            }
        }
    };
}

quantity!(
    Length { mm },
    &[("mm", 1), ("cm", 10), ("m", 1000), ("km", 1_000_000)],
    1,
    reading::A_LENGTH,
    r"^[0-9]+(\.[0-9]{1,3})? ?(mm|cm|m|km)$",
    "5 m"
);
quantity!(
    Size { bytes },
    &[
        ("B", 1),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("TiB", 1 << 40)
    ],
    1,
    reading::A_SIZE,
    r"^[0-9]+(\.[0-9]{1,3})? ?(B|[MGT]i?B)$",
    "64 GiB"
);
quantity!(
    Duration { seconds },
    &[("s", 1), ("min", 60), ("h", 3600)],
    1,
    reading::A_DURATION,
    r"^[0-9]+(\.[0-9]{1,3})? ?(s|min|h)$",
    "60 s"
);
quantity!(
    Period { seconds },
    &[("min", 60), ("h", 3600), ("d", 86_400), ("y", 31_536_000)],
    1,
    rates::A_PERIOD,
    r"^[0-9]+(\.[0-9]{1,3})? ?(min|h|d|y)$",
    "8 h"
);
quantity!(Speed { mbit }, &[("", 1000)], 1, reading::A_SPEED, r"^[0-9]+(\.[0-9]{1,3})?$", "8");

impl Decode for Spanned<Date> {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        from_str(reader, id, (&reading::A_DATE, "2027-06-30"), &[])
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "examples": ["2027-06-30"] })
    }
}

/// A scalar in a form of its own; anything else is reported with an example, and with the units it may have.
pub(crate) fn from_str<T: std::str::FromStr>(
    reader: &mut Reader,
    id: NodeId,
    (expected, example): (&'static Word, &str),
    units: &[&str],
) -> Option<Spanned<T>> {
    let span = reader.tree.span(id);
    let text = reader.scalar(id, expected)?;
    if let Ok(value) = text.parse() {
        return Some(Spanned { value, span });
    }
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit() || b"-.".contains(&it));
    let message = match units {
        [] if digits(text) && shape_of(text) == shape_of(example) => {
            msg!(reading::NO_SUCH_DAY, text = text)
        }
        [_, _, ..] if digits(text) && !text.starts_with('-') => msg!(reading::NO_UNIT, text = text),
        _ => msg!(reading::NOT_A, text = text, expected = expected),
    };
    let help = match units {
        [_, _, ..] => msg!(reading::WRITE_UNIT, example = example, units = units.to_vec()),
        _ => msg!(reading::WRITE_LIKE, example = example),
    };
    let finding = reader.bad_value(id, message).help(help);
    reader.report(finding);
    None
}

/// A text with every character but a dash made the same, to compare its shape with another's.
fn shape_of(text: &str) -> String {
    text.chars().map(|c| if c == '-' { '-' } else { '0' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_exact() {
        assert_eq!("0.5 m".parse(), Ok(Length { mm: 500 }));
        assert_eq!("12m".parse(), Ok(Length { mm: 12_000 }));
        assert_eq!("64 GiB".parse(), Ok(Size { bytes: 64 << 30 }));
        for text in ["2 TiB", "3 TB", "1500 GB", "64 GiB", "1500 MiB", "1 MB", "1023 B", "0 B"] {
            assert_eq!(text.parse::<Size>().map(|it| it.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("2 min".parse(), Ok(Duration { seconds: 120 }));
        assert_eq!("0.1".parse(), Ok(Speed { mbit: 100 }));
        assert_eq!("5".parse::<Length>(), Err(()));
        assert_eq!("-5 m".parse::<Length>(), Err(()));
        assert_eq!("5. m".parse::<Length>(), Err(()));
        assert_eq!("99999999999999999999 m".parse::<Length>(), Err(()));
    }

    #[test]
    fn dates_exist() {
        assert_eq!("2028-02-29".parse::<Date>().map(|d| d.to_string()), Ok("2028-02-29".into()));
        assert!("2027-02-29".parse::<Date>().is_err());
        assert!("27-2-9".parse::<Date>().is_err());
    }
}

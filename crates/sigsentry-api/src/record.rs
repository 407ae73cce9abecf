//! One record as it comes: the fields that the app knows, and nothing of the others.

use crate::endpoints::RECORD;
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;
use std::fmt;

/// The known fields of a record; of one that comes twice, the last. What is no object has none.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Record([Option<Value>; RECORD.len()]);

impl Record {
    /// The fields of any JSON.
    pub(crate) fn of(value: Value) -> Self {
        // Every JSON is a record.
        serde_json::from_value(value).unwrap_or_default()
    }

    /// What a field of [`RECORD`] has.
    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        let at = RECORD.iter().position(|known| *known == field)?;
        self.0[at].as_ref()
    }
}

/// Which known field a name is.
struct Field(Option<usize>);

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Field;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Field, E> {
                Ok(Field(RECORD.iter().position(|known| *known == name)))
            }
        }
        from.deserialize_str(Name)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Record, A::Error> {
                let mut record = Record::default();
                while let Some(Field(known)) = fields.next_key()? {
                    match known {
                        Some(at) => record.0[at] = Some(fields.next_value()?),
                        None => drop(fields.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(record)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Record, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Record::default())
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Record, E> {
                Ok(Record::default())
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Record, E> {
                Ok(Record::default())
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Record, E> {
                Ok(Record::default())
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Record, E> {
                Ok(Record::default())
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<Record, E> {
                Ok(Record::default())
            }

            fn visit_unit<E: Error>(self) -> Result<Record, E> {
                Ok(Record::default())
            }
        }
        from.deserialize_any(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::tests::json;
    use proptest::prelude::*;

    proptest! {
        /// From the text of an answer as from a value, and each known field as it came.
        #[test]
        fn a_record_has_what_its_json_has(item in json()) {
            let record = Record::of(item.clone());
            for field in RECORD {
                prop_assert_eq!(record.get(field), item.get(field));
            }
            let read: Record = serde_json::from_str(&item.to_string()).unwrap();
            for field in RECORD {
                prop_assert_eq!(read.get(field).is_some(), record.get(field).is_some());
            }
        }
    }

    #[test]
    fn of_a_field_that_comes_twice_the_last_counts_and_others_are_left_alone() {
        let text = r#"{"id":"a","key":{"value":[1,2]},"id":"b","\u006eame":"n"}"#;
        let record: Record = serde_json::from_str(text).unwrap();
        assert_eq!(record.get("id"), Some(&Value::from("b")));
        assert_eq!(record.get("name"), Some(&Value::from("n")));
        assert_eq!(record.get("key"), None);
    }
}

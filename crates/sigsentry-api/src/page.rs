//! One page of a listing, read record by record: nothing is kept of a record but what the app knows.

use crate::{
    decode::{self, Unreadable},
    endpoints::PAGE_SIZE,
    headers::Rate,
    record::Record,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;
use sigsentry_keys_core::key::KeyRecord;
use std::fmt;

pub(crate) type Item = Result<KeyRecord, Unreadable>;

/// What a page brought.
pub(crate) struct Page {
    /// Records in the server's order, and those that could not be read and have an id.
    pub(crate) items: Vec<Item>,
    /// How many records have not even an id.
    pub(crate) unnamed: u32,
    /// Whether any record told of its key's last use.
    pub(crate) use_told: bool,
    pub(crate) count: Count,
    pub(crate) rate: Option<Rate>,
    /// How large the answer was.
    pub(crate) bytes: usize,
}

/// What the server says there is.
pub(crate) struct Count {
    pub(crate) pages: u64,
    pub(crate) keys: u64,
    /// The server says neither how many pages there are nor whether there is another one.
    pub(crate) is_guess: bool,
}

impl Count {
    /// The only page that there is.
    pub(crate) const ONE: Self = Self { pages: 1, keys: 0, is_guess: false };

    /// Where the server does not count, it may say whether there is more; where it does not say that
    /// either, there may be more behind every page that is not empty.
    pub(crate) fn read(pagination: Option<&Value>, number: u64, items: usize) -> Self {
        let field = |name| pagination.and_then(|it| it.get(name));
        let says = |name| field(name).and_then(Value::as_u64);
        let keys = says("total").unwrap_or(0);
        // A server may give fewer at once than were asked for.
        let size = says("limit").filter(|limit| *limit > 0).unwrap_or(u64::from(PAGE_SIZE));
        let counted =
            says("totalPages").or_else(|| says("total").map(|total| total.div_ceil(size)));
        if let Some(pages) = counted {
            return Self { pages, keys, is_guess: false };
        }
        let more = ["hasMore", "hasNext"].into_iter().find_map(|name| field(name)?.as_bool());
        let pages = number + u64::from(more.unwrap_or(items > 0));
        Self { pages, keys, is_guess: more.is_none() }
    }
}

/// The `data` of a listing, in either of its documented shapes; the page's number and what its headers
/// say come from outside.
pub(crate) struct Listed {
    items: Items,
    /// Absent for a bare array.
    pagination: Option<Option<Value>>,
}

impl Listed {
    pub(crate) fn page(self, number: u64, rate: Option<Rate>, bytes: usize) -> Page {
        let Items { items, unnamed, use_told } = self.items;
        let brought = items.len() + unnamed as usize;
        let count = match self.pagination {
            None => Count::ONE,
            Some(pagination) => Count::read(pagination.as_ref(), number, brought),
        };
        Page { items, unnamed, use_told, count, rate, bytes }
    }
}

impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> Visitor<'de> for Shapes {
            type Value = Listed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of keys, or a page of one")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Listed, A::Error> {
                Ok(Listed { items: Items::read(list)?, pagination: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut page: A) -> Result<Listed, A::Error> {
                let (mut items, mut pagination) = (None, None);
                while let Some(name) = page.next_key::<String>()? {
                    match &*name {
                        "items" => items = Some(page.next_value::<Items>()?),
                        "pagination" => pagination = Some(page.next_value::<Value>()?),
                        _ => drop(page.next_value::<IgnoredAny>()?),
                    }
                }
                let items = items.ok_or_else(|| A::Error::missing_field("items"))?;
                Ok(Listed { items, pagination: Some(pagination) })
            }
        }
        from.deserialize_any(Shapes)
    }
}

#[derive(Default)]
struct Items {
    items: Vec<Item>,
    unnamed: u32,
    use_told: bool,
}

impl Items {
    fn read<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut read = Self::default();
        while let Some(item) = list.next_element::<Record>()? {
            read.take(&item);
        }
        Ok(read)
    }

    fn take(&mut self, item: &Record) {
        self.use_told |= decode::tells_use(item);
        match decode::key(item) {
            Err(Unreadable(None)) => self.unnamed = self.unnamed.saturating_add(1),
            item => self.items.push(item),
        }
    }
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Items;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of keys")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Items, A::Error> {
                Items::read(list)
            }
        }
        from.deserialize_seq(List)
    }
}

#[cfg(test)]
impl Page {
    /// The only page, with these records.
    pub(crate) fn of(records: impl IntoIterator<Item = Value>) -> Self {
        let mut items = Items::default();
        records.into_iter().for_each(|record| items.take(&Record::of(record)));
        Listed { items, pagination: None }.page(1, None, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(data: &Value) -> Option<Page> {
        let bytes = serde_json::to_vec(data).unwrap();
        let listed: Listed = serde_json::from_slice(&bytes).ok()?;
        Some(listed.page(3, None, bytes.len()))
    }

    #[test]
    fn both_documented_shapes_are_read() {
        let keys = json!([{ "id": "a", "name": "n", "prefix": "ss_org_x" }, 7, { "id": "b" }]);
        let bare = read(&keys).unwrap();
        assert_eq!((bare.items.len(), bare.unnamed, bare.count.pages), (2, 1, 1));
        let paged = json!({ "more": {}, "items": keys, "pagination": { "totalPages": 9 } });
        assert_eq!(read(&paged).unwrap().count.pages, 9);
        for odd in [json!("text"), json!({ "keys": [] }), json!({ "items": {} }), json!(null)] {
            assert!(read(&odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn where_the_server_does_not_count_it_may_say_whether_there_is_more() {
        let count = |pagination: Value, items| Count::read(Some(&pagination), 3, items);
        let pages = |pagination, items| count(pagination, items).pages;
        assert_eq!(pages(json!({ "totalPages": 7, "total": 650 }), 99), 7);
        assert_eq!(pages(json!({ "total": 650, "limit": 50 }), 50), 13);
        assert_eq!(pages(json!({ "total": 650 }), 50), 7);
        assert_eq!(pages(json!({ "hasMore": true }), 50), 4);
        assert_eq!(pages(json!({ "hasMore": false }), 100), 3);
        assert!(!count(json!({ "hasMore": true }), 50).is_guess);
        for silent in [json!(null), json!({ "totalPages": "many" }), json!({ "page": 3 })] {
            assert!(count(silent.clone(), 50).is_guess, "{silent}");
            assert_eq!(pages(silent.clone(), 50), 4, "{silent}");
            assert_eq!(pages(silent, 0), 3);
        }
    }
}

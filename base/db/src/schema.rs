//! What tables a database has, asked of the database itself.

use std::collections::BTreeMap;

use crate::{Db, Error, Read, Result, Sql, sql_pair};

/// A table as `copy_all` sees it.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    /// Other tables that must have their rows first.
    parents: Vec<String>,
    /// The column that points at another row of this table, and the one it points at.
    own: Option<(String, String)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Counts up by itself.
    pub(crate) counts: bool,
}

/// The eight types; SQLite alone knows only Int, Text and Bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    Bool,
    Id,
    Time,
    Day,
    Bytes,
    Json,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "bigint" | "INTEGER" => Self::Int,
            "text" | "TEXT" => Self::Text,
            "boolean" => Self::Bool,
            "uuid" => Self::Id,
            "timestamp with time zone" => Self::Time,
            "date" => Self::Day,
            "bytea" | "BLOB" => Self::Bytes,
            "jsonb" => Self::Json,
            _ => return None,
        })
    }
}

impl Table {
    pub(crate) fn column_list(&self, prefix: &str) -> String {
        let names = self.columns.iter().map(|column| format!("{prefix}\"{}\"", column.name));
        names.collect::<Vec<_>>().join(", ")
    }

    /// All rows; those that another row of the table points at come before it.
    pub(crate) fn select(&self) -> Sql {
        let (table, columns) = (&self.name, self.column_list("t."));
        let text = match &self.own {
            None => format!("SELECT {columns} FROM \"{table}\" AS t"),
            Some((from, to)) => format!(
                "WITH RECURSIVE tree (key, depth) AS (SELECT \"{to}\", CAST(0 AS bigint) FROM \
                 \"{table}\" WHERE \"{from}\" IS NULL UNION ALL SELECT t.\"{to}\", depth + 1 FROM \
                 \"{table}\" AS t JOIN tree ON t.\"{from}\" = tree.key) SELECT {columns} FROM \
                 \"{table}\" AS t JOIN tree ON t.\"{to}\" = tree.key ORDER BY depth"
            ),
        };
        Sql::made(text, "copy: select")
    }

    pub(crate) fn insert(&self) -> Sql {
        let places: Vec<String> = (1..=self.columns.len()).map(|n| format!("${n}")).collect();
        let (table, columns, places) = (&self.name, self.column_list(""), places.join(", "));
        let text = format!("INSERT INTO \"{table}\" ({columns}) VALUES ({places})");
        Sql::made(text, "copy: insert")
    }
}

/// The tables of the database but for the waist's own, by name.
pub(crate) fn tables(db: &Db) -> Result<Vec<Table>> {
    db.read_now(|read| {
        let mut tables = columns(read)?;
        references(read, &mut tables)?;
        Ok(tables.into_values().collect())
    })
}

fn columns(read: &mut Read) -> Result<BTreeMap<String, Table>> {
    let sql = sql_pair!(
        sqlite: "SELECT t.name, c.name, c.type, c.pk = 1 AND t.sql LIKE '%AUTOINCREMENT%'
            FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
            AND t.name NOT IN ('db_migration', 'db_unfinished')
            ORDER BY t.name, c.cid",
        postgres: "SELECT t.relname, c.attname, format_type(c.atttypid, NULL), c.attidentity <> ''
            FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
            JOIN pg_namespace AS n ON n.oid = t.relnamespace
            WHERE n.nspname = current_schema() AND t.relkind IN ('r', 'p') AND NOT t.relispartition
            AND c.attnum > 0 AND NOT c.attisdropped AND c.attgenerated = ''
            AND t.relname NOT IN ('db_migration', 'db_unfinished')
            ORDER BY t.relname, c.attnum",
    );
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    read.each(sql, &[], |row| {
        let (table, name, kind) = (row.text(0)?, row.text(1)?, row.text(2)?);
        let kind = Kind::of(kind)
            .ok_or_else(|| Error::fault(format!("{table}.{name} is {kind}, none of our types")))?;
        let own = tables.entry(table.to_owned()).or_insert_with(|| Table {
            name: table.to_owned(),
            columns: Vec::new(),
            parents: Vec::new(),
            own: None,
        });
        own.columns.push(Column { name: name.to_owned(), kind, counts: row.bool(3)? });
        Ok(())
    })?;
    Ok(tables)
}

fn references(read: &mut Read, tables: &mut BTreeMap<String, Table>) -> Result<()> {
    let sql = sql_pair!(
        sqlite: "SELECT t.name, f.\"from\", f.\"table\", f.\"to\"
            FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f
            WHERE t.type = 'table' AND f.seq = 0",
        postgres: "SELECT t.relname, a.attname, p.relname, b.attname
            FROM pg_constraint AS f JOIN pg_class AS t ON t.oid = f.conrelid
            JOIN pg_namespace AS n ON n.oid = t.relnamespace
            JOIN pg_class AS p ON p.oid = f.confrelid
            JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = f.conkey[1]
            JOIN pg_attribute AS b ON b.attrelid = p.oid AND b.attnum = f.confkey[1]
            WHERE n.nspname = current_schema() AND f.contype = 'f' AND f.conparentid = 0",
    );
    read.each(sql, &[], |row| {
        let (parent, to) = (row.text(2)?, row.get::<Option<String>>(3)?);
        if let Some(table) = tables.get_mut(row.text(0)?) {
            if table.name == parent {
                table.own = Some((row.get(1)?, to.unwrap_or_else(|| "id".to_owned())));
            } else {
                table.parents.push(parent.to_owned());
            }
        }
        Ok(())
    })
}

/// Parents before children.
pub(crate) fn in_order(mut left: Vec<Table>) -> Result<Vec<Table>> {
    let mut ordered: Vec<Table> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let names: Vec<String> = left.iter().map(|table| table.name.clone()).collect();
        let waits = |table: &Table| table.parents.iter().any(|parent| names.contains(parent));
        let (later, now): (Vec<Table>, Vec<Table>) = left.into_iter().partition(waits);
        if now.is_empty() {
            let names = names.join(", ");
            return Err(Error::fault(format!("these tables refer to each other: {names}")));
        }
        ordered.extend(now);
        left = later;
    }
    Ok(ordered)
}

/// One plan for both: the same tables and columns, with the types of the side that knows more.
pub(crate) fn merged(from: &Db, to: &Db) -> Result<Vec<Table>> {
    let (own, other) = (tables(from)?, tables(to)?);
    let (mut plan, known) = if from.is_sqlite() { (other, own) } else { (own, other) };
    let names = |tables: &[Table]| -> Vec<String> {
        tables.iter().map(|table| format!("{} ({})", table.name, table.column_list(""))).collect()
    };
    let (planned, known) = (names(&plan), names(&known));
    if let Some(differs) = planned.iter().find(|table| !known.contains(table)) {
        return Err(Error::fault(format!("the two databases differ at {differs}")));
    }
    if let Some(differs) = known.iter().find(|table| !planned.contains(table)) {
        return Err(Error::fault(format!("the two databases differ at {differs}")));
    }
    plan.sort_by(|a, b| a.name.cmp(&b.name));
    in_order(plan)
}

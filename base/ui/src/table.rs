//! Tables that become stacked label-and-value rows on a phone.

use maud::{Markup, Render, html};

/// A column: what it is called and how it stands.
#[derive(Debug, Clone)]
pub struct Column {
    label: String,
    class: &'static str,
}

impl Column {
    /// Words, at the left.
    pub fn text(label: &str) -> Self {
        Self { label: label.to_owned(), class: "text" }
    }
    /// Numbers, at the right, in figures of equal width.
    pub fn amount(label: &str) -> Self {
        Self { label: label.to_owned(), class: "amount" }
    }
    /// Links and buttons of the row.
    pub fn actions(label: &str) -> Self {
        Self { label: label.to_owned(), class: "row-actions" }
    }
}

/// A table being made; put it into `html!` with `(table)`.
pub struct Table {
    caption: String,
    caption_shown: bool,
    kept: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Markup>>,
    total: Option<Vec<Markup>>,
}

/// A table. The caption tells a screen reader what it is; the first column names its row.
pub fn table(
    caption: &str,
    columns: impl IntoIterator<Item = Column>,
    rows: impl IntoIterator<Item = Vec<Markup>>,
) -> Table {
    Table {
        caption: caption.to_owned(),
        caption_shown: false,
        kept: false,
        columns: columns.into_iter().collect(),
        rows: rows.into_iter().collect(),
        total: None,
    }
}

impl Table {
    /// The closing row, under a double rule. Empty cells stay empty.
    pub fn total(mut self, cells: Vec<Markup>) -> Self {
        self.total = Some(cells);
        self
    }
    /// Shows the caption above the table, where no heading says the same.
    pub fn captioned(mut self) -> Self {
        self.caption_shown = true;
        self
    }
    /// Stays a table on the phone: for two or three narrow columns.
    pub fn kept(mut self) -> Self {
        self.kept = true;
        self
    }
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    // The roles repeat what the elements are: a stacked table is no table to some readers.
    fn row(&self, cells: &[Markup]) -> Markup {
        html! {
            tr role="row" {
                @for (at, (cell, column)) in cells.iter().zip(&self.columns).enumerate() {
                    @if at == 0 {
                        th scope="row" role="rowheader" class=(column.class)
                            data-label=(column.label) { (cell) }
                    } @else {
                        td role="cell" class=(column.class) data-label=(column.label)
                            data-empty[cell.0.is_empty()] { div.cell { (cell) } }
                    }
                }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        html! {
            table.table.kept[self.kept] role="table" {
                caption.unseen[!self.caption_shown] { (self.caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in &self.columns {
                            th scope="col" role="columnheader" class=(column.class) {
                                (column.label)
                            }
                        }
                    }
                }
                tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                @if let Some(total) = &self.total {
                    tfoot role="rowgroup" { (self.row(total)) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_knows_its_label_and_the_first_names_the_row() {
        let columns = [Column::text("Produk"), Column::amount("Laku")];
        let text = table("Laku", columns, [vec![html! { "Glodok" }, html! { "3" }]])
            .total(vec![html! { "Jumlah" }, html! { "3" }])
            .render()
            .0;
        assert_eq!(text.matches("scope=\"row\"").count(), 2);
        assert_eq!(text.matches("data-label=\"Laku\"").count(), 2);
        assert!(text.contains("<tfoot"));
    }

    #[test]
    fn labels_are_escaped() {
        let text = table("a", [Column::text("<i>\"")], [vec![html! {}]]).render().0;
        assert!(!text.contains("<i>") && text.contains("data-label=\"&lt;i&gt;&quot;\""));
    }
}

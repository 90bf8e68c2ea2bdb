//! The parts list and the cabling list, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document;
use crate::catalog::Provenance;
use crate::sheet::bom::{self, Bom};
use crate::sheet::cabling::{self, Cabling, LengthSource};
use crate::sheet::prices::{money, share};
use crate::words::{Lang, Msg};

/// JSON is in English whatever the language of the tables.
fn text(msg: &Msg) -> String {
    msg.text(Lang::En)
}

#[derive(Serialize)]
struct BomDocument<'a> {
    version: u32,
    topology: &'a str,
    title: Option<&'a str>,
    lines: Vec<BomLine<'a>>,
    existing: Vec<BomLine<'a>>,
    totals: BTreeMap<&'a str, String>,
    lines_without_price: Option<usize>,
    to_confirm: Vec<Point<'a>>,
}

#[derive(Serialize)]
struct BomLine<'a> {
    line: &'a str,
    parent: Option<&'a str>,
    section: &'static str,
    part_number: Option<&'a str>,
    description: String,
    manufacturer: Option<&'a str>,
    quantity: u32,
    unit: &'static str,
    list_price: Option<String>,
    discount: Option<String>,
    unit_price: Option<String>,
    tax_rate: Option<String>,
    extended_price: Option<String>,
    currency: Option<&'a str>,
    designators: &'a [String],
    provenance: BTreeMap<&'a str, Origin<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Origin<'a> {
    Source(&'a str),
    Unverified(&'a str),
}

#[derive(Serialize)]
struct Point<'a> {
    line: Option<&'a str>,
    field: &'static str,
    reason: &'static str,
    description: Option<String>,
    designators: &'a [String],
}

/// A parts list as JSON.
pub fn bom(bom: &Bom) -> String {
    let totals = bom.totals();
    document(&BomDocument {
        version: 1,
        topology: &bom.name,
        title: bom.title.as_deref(),
        lines: bom.lines.iter().map(bom_line).collect(),
        existing: bom.existing.iter().map(bom_line).collect(),
        totals: totals.sums.iter().map(|(code, sum)| (code.as_str(), money(*sum))).collect(),
        lines_without_price: bom.priced.then_some(totals.missing),
        to_confirm: bom
            .to_confirm
            .iter()
            .map(|point| Point {
                line: point.line.as_deref(),
                field: point.field.id(),
                reason: point.reason.id(),
                description: point.description.as_ref().map(text),
                designators: &point.designators,
            })
            .collect(),
    })
}

fn origin(provenance: &Provenance) -> Origin<'_> {
    match provenance {
        Provenance::Source(source) => Origin::Source(source.as_str()),
        Provenance::Unverified(how) => Origin::Unverified(how.as_str()),
    }
}

fn bom_line(line: &bom::Line) -> BomLine<'_> {
    let price = line.price.as_ref();
    let of_price = price.and_then(|it| it.source.as_ref());
    let of_price = of_price.map(|source| ("price", Origin::Source(source.as_str())));
    BomLine {
        line: &line.line,
        parent: line.parent.as_deref(),
        section: line.section.id(),
        part_number: line.part_number.as_deref(),
        description: text(&line.description),
        manufacturer: line.manufacturer.as_deref(),
        quantity: line.quantity,
        unit: line.unit.id(),
        list_price: price.map(|it| money(it.list)),
        discount: price.and_then(|it| it.discount).map(share),
        unit_price: price.map(|it| money(it.unit)),
        tax_rate: price.and_then(|it| it.tax).map(share),
        extended_price: price.map(|it| money(it.extended)),
        currency: price.map(|it| it.currency.as_str()),
        designators: &line.designators,
        provenance: line
            .provenance
            .iter()
            .map(|(field, it)| (field.as_str(), origin(it)))
            .chain(of_price)
            .collect(),
    }
}

#[derive(Serialize)]
struct CablingDocument<'a> {
    version: u32,
    topology: &'a str,
    title: Option<&'a str>,
    cables: Vec<Cable<'a>>,
}

#[derive(Serialize)]
struct Cable<'a> {
    id: &'a str,
    link: Option<&'a str>,
    assembly: Option<&'a str>,
    label_a: &'a str,
    label_b: &'a str,
    a: End<'a>,
    b: End<'a>,
    medium: Option<&'a str>,
    connector: Option<&'a str>,
    length_m: Option<serde_json::Number>,
    length_source: Option<&'static str>,
    color: &'static str,
    fabric: Option<&'a str>,
    purpose: Option<String>,
    part_number: Option<&'a str>,
}

#[derive(Serialize)]
struct End<'a> {
    device: &'a str,
    slot: Option<&'a str>,
    port: &'a str,
    alias: Option<&'a str>,
    site: Option<&'a str>,
    rack: Option<&'a str>,
    unit: Option<u32>,
    enclosure: Option<&'a str>,
    bay: Option<u32>,
    optic: Option<&'static str>,
    optic_part: Option<&'a str>,
}

/// A cabling list as JSON.
pub fn cabling(cabling: &Cabling) -> String {
    document(&CablingDocument {
        version: 1,
        topology: &cabling.name,
        title: cabling.title.as_deref(),
        cables: cabling.cables.iter().map(cable).collect(),
    })
}

fn cable(row: &cabling::Row) -> Cable<'_> {
    Cable {
        id: &row.id,
        link: row.link.as_deref(),
        assembly: row.assembly.as_deref(),
        label_a: &row.label_a,
        label_b: &row.label_b,
        a: end(&row.a),
        b: end(&row.b),
        medium: row.medium.as_deref(),
        connector: row.connector.as_deref(),
        length_m: row.length_mm.and_then(metres),
        length_source: row.length_source.map(LengthSource::id),
        color: row.color.id(),
        fabric: row.fabric.as_deref(),
        purpose: row.purpose.as_ref().map(text),
        part_number: row.part_number.as_deref(),
    }
}

fn end(end: &cabling::End) -> End<'_> {
    End {
        device: &end.device,
        slot: end.slot.as_deref(),
        port: &end.port,
        alias: end.alias.as_deref(),
        site: end.site.as_deref(),
        rack: end.rack.as_deref(),
        unit: end.unit,
        enclosure: end.enclosure.as_deref(),
        bay: end.bay,
        optic: end.optic.map(cabling::EndOptic::id),
        optic_part: end.optic_part.as_deref(),
    }
}

/// Whole metres stay whole numbers.
fn metres(mm: u32) -> Option<serde_json::Number> {
    match mm.is_multiple_of(1000) {
        true => Some((mm / 1000).into()),
        false => serde_json::Number::from_f64(f64::from(mm) / 1000.0),
    }
}

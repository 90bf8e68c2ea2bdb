//! Labels on A4 sheets, as SVG and as a page to print.

use std::fmt::Write;

use super::diagram::svg::Escaped;
use super::table::columns;
use crate::sheet::labels::{Label, Labels};

/// How labels lie on a sheet: columns and rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// Labels side by side.
    pub columns: u32,
    /// Labels one below the other.
    pub rows: u32,
}

/// Letters that would be smaller than could be read: so large they would have to be, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TooSmall(pub f64);

/// A4 in millimetres.
const PAGE: (f64, f64) = (210.0, 297.0);

/// What is left free at each side of a label, in millimetres: printers and cutters are not exact.
const PADDING: f64 = 3.0;

/// Sizes of letters in points.
const SMALLEST: f64 = 5.0;
const LARGEST: f64 = 11.0;

/// Millimetres in a point.
const POINT: f64 = 25.4 / 72.0;

/// The width of a letter and the height of a line, of the size of the letters. Half of a wide one's width
/// is that of a letter: what is of one width everywhere can be measured without the font.
const LETTER: f64 = 0.61;
const LINE: f64 = 1.2;

/// The size of letters, in points, in which every label fits.
fn size(labels: &Labels, grid: Grid) -> Result<f64, TooSmall> {
    let width = PAGE.0 / f64::from(grid.columns) - 2.0 * PADDING;
    let height = PAGE.1 / f64::from(grid.rows) - 2.0 * PADDING;
    let fits = |label: &Label| {
        let widest = label.lines.iter().map(|line| columns(line)).max().unwrap_or(1).max(1);
        let wide = width / (widest as f64 * LETTER * POINT);
        let high = height / (label.lines.len().max(1) as f64 * LINE * POINT);
        wide.min(high)
    };
    let size = labels.labels.iter().map(fits).fold(LARGEST, f64::min);
    // Rounded down, so that it still fits.
    let size = (size * 10.0).floor() / 10.0;
    if size < SMALLEST { Err(TooSmall(size.max(0.0))) } else { Ok(size) }
}

/// Sheets one below the other, as SVG.
///
/// # Errors
/// Letters that would be too small to read.
pub fn svg(labels: &Labels, grid: Grid) -> Result<String, TooSmall> {
    let pages = pages(labels, grid)?;
    let mut out = String::new();
    let height = PAGE.1 * pages.len() as f64;
    open(&mut out, height);
    for (number, page) in pages.iter().enumerate() {
        let _ =
            writeln!(out, "<g transform=\"translate(0 {})\">\n{page}</g>", number as f64 * PAGE.1);
    }
    out += "</svg>\n";
    Ok(out)
}

/// A page to print, a sheet on each piece of paper.
///
/// # Errors
/// Letters that would be too small to read.
pub fn html(labels: &Labels, grid: Grid, title: &str) -> Result<String, TooSmall> {
    let mut out = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{}</title>\n<style>\
         @page{{size:A4 portrait;margin:0}}body{{margin:0}}svg{{display:block;break-after:page}}\
         svg:last-child{{break-after:auto}}</style></head><body>\n",
        escaped(title)
    );
    for page in pages(labels, grid)? {
        open(&mut out, PAGE.1);
        out += &page;
        out += "</svg>\n";
    }
    Ok(out + "</body></html>\n")
}

fn open(out: &mut String, height: f64) {
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}mm\" height=\"{height}mm\" viewBox=\"0 0 {0} {height}\" \
         font-family=\"'DejaVu Sans Mono', Consolas, 'Courier New', 'Noto Sans Mono CJK SC', SimSun, monospace\">",
        PAGE.0
    );
}

fn pages(labels: &Labels, grid: Grid) -> Result<Vec<String>, TooSmall> {
    let size = size(labels, grid)?;
    let on_page = (grid.columns * grid.rows).max(1) as usize;
    let (width, height) = (PAGE.0 / f64::from(grid.columns), PAGE.1 / f64::from(grid.rows));
    let mut pages: Vec<String> = labels
        .labels
        .chunks(on_page)
        .map(|page| {
            let mut out = format!(
                "<rect width=\"{}\" height=\"{}\" fill=\"#fff\"/>\n",
                PAGE.0, PAGE.1
            );
            for (label, number) in page.iter().zip(0..) {
                let (column, row) = (number % grid.columns, number / grid.columns);
                let (x, y) = (f64::from(column) * width, f64::from(row) * height);
                let _ = writeln!(
                    out,
                    "<rect x=\"{x:.3}\" y=\"{y:.3}\" width=\"{width:.3}\" height=\"{height:.3}\" \
                     fill=\"none\" stroke=\"#999\" stroke-width=\"0.1\" stroke-dasharray=\"1 1\"/>"
                );
                let line = size * POINT * LINE;
                let above = (height - line * label.lines.len() as f64) / 2.0;
                for (text, at) in label.lines.iter().zip(0..) {
                    // The letters stand on a line that is about a quarter from below.
                    let base = y + above + line * (f64::from(at) + 0.76);
                    let _ = writeln!(
                        out,
                        "<text x=\"{:.3}\" y=\"{base:.3}\" font-size=\"{:.3}\" text-anchor=\"middle\">{}</text>",
                        x + width / 2.0,
                        size * POINT,
                        escaped(text)
                    );
                }
            }
            out
        })
        .collect();
    if pages.is_empty() {
        pages.push(String::new());
    }
    Ok(pages)
}

/// Text within XML; characters that it cannot hold are dropped.
fn escaped(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    let plain: String = plain.collect();
    Escaped(&plain).to_string()
}

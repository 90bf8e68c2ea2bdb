//! DOCX: headings, paragraphs and tables on landscape A4, as Word, WPS and LibreOffice open them; the same
//! bytes for the same blocks.
//!
//! The parts of such a file that tables need are few, so they are written here and only packed by a crate.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::diagram::{svg::Escaped, word};
use super::table::columns;
use crate::sheet::scene::Scene;
use crate::sheet::table::{Align, Row, Table};
use crate::words::Lang;

/// A piece of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title of the document.
    Title(String),
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// An item of a list.
    Bullet(String),
    /// A table; its title is not printed and its notes stand below.
    Table(Table),
    /// A drawing, and the room for it in points.
    Drawing(Scene, (i32, i32)),
    /// Lines to sign on, side by side.
    Signatures(Vec<String>),
    /// What follows begins on a new page.
    PageBreak,
}

/// Width between the margins of landscape A4, in twentieths of a point.
const WIDTH: usize = 16_838 - 2 * 720;

/// A document with page numbers and the title in its foot.
///
/// # Errors
/// More than a ZIP file may hold.
pub fn document(title: &str, blocks: &[Block], lang: Lang) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The day does not matter, only that it is always the same.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let files = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core(title)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles(lang)),
        ("word/footer1.xml", footer(title)),
        ("word/document.xml", body(blocks)),
    ];
    for (name, text) in files {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(HEAD.as_bytes())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
</Relationships>";

const DOCUMENT_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>\
</Relationships>";

/// The names that drawings use.
const DRAWN: &str = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" \
xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

fn core(title: &str) -> String {
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        Escaped(title)
    )
}

/// Sizes are in half points.
fn styles(lang: Lang) -> String {
    let code = if lang == Lang::En { "en-GB" } else { "zh-CN" };
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let title = style(
        "Title",
        "Title",
        "<w:keepNext/><w:spacing w:after=\"160\"/>",
        "<w:b/><w:sz w:val=\"32\"/>",
    );
    let heading = style(
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"26\"/>",
    );
    let bullet = style(
        "Bullet",
        "List Bullet",
        "<w:spacing w:after=\"40\"/><w:ind w:left=\"284\" w:hanging=\"284\"/>",
        "",
    );
    let cell = style("Cell", "Table Text", "<w:spacing w:after=\"0\"/>", "<w:sz w:val=\"16\"/>");
    let drawn = style(
        "Drawn",
        "Drawing Text",
        "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "",
    );
    format!(
        "<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\" w:eastAsia=\"SimSun\"/>\
         <w:sz w:val=\"20\"/><w:lang w:val=\"{code}\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/><w:pPr><w:spacing w:after=\"80\"/></w:pPr></w:style>{title}{heading}{bullet}{cell}{drawn}</w:styles>"
    )
}

fn footer(title: &str) -> String {
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} \
             </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    format!(
        "<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Cell\"/><w:tabs>\
         <w:tab w:val=\"right\" w:pos=\"{WIDTH}\"/></w:tabs></w:pPr>{}<w:r><w:tab/></w:r>{}\
         <w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        run(title, ""),
        field("PAGE"),
        field("NUMPAGES")
    )
}

fn body(blocks: &[Block]) -> String {
    let mut out = format!(
        "<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" {DRAWN}><w:body>"
    );
    let mut shapes = 0;
    for block in blocks {
        match block {
            Block::Title(text) => out += &paragraph(text, "Title"),
            Block::Heading(text) => out += &paragraph(text, "Heading1"),
            Block::Text(text) => out += &paragraph(text, "Normal"),
            Block::Bullet(text) => out += &bullet(text),
            Block::Table(table) => {
                out += &rows(table);
                // Two tables in a row would become one.
                out += "<w:p/>";
                for note in &table.notes {
                    out += &paragraph(note, "Normal");
                }
            }
            Block::Drawing(scene, room) => {
                let (drawing, next) = word::group(scene, *room, shapes);
                shapes = next;
                out += &format!("<w:p><w:r>{drawing}</w:r></w:p>");
            }
            Block::Signatures(who) => out += &signatures(who),
            Block::PageBreak => out += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>",
        }
    }
    out + "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>\
           <w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
           <w:pgMar w:top=\"720\" w:right=\"720\" w:bottom=\"720\" w:left=\"720\" w:header=\"360\" w:footer=\"360\" w:gutter=\"0\"/>\
           </w:sectPr></w:body></w:document>"
}

fn run(text: &str, properties: &str) -> String {
    let properties = match properties {
        "" => String::new(),
        some => format!("<w:rPr>{some}</w:rPr>"),
    };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", Escaped(text))
}

fn paragraph(text: &str, style: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text, ""))
}

fn bullet(text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Bullet\"/></w:pPr><w:r><w:t>–</w:t><w:tab/></w:r>{}</w:p>",
        run(text, "")
    )
}

/// A table as wide as the page, its first row again on each.
fn rows(table: &Table) -> String {
    let widths = widths(table);
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:color=\"8C96A0\"/>");
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblBorders>{sides}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/>\
         <w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
    );
    for width in &widths {
        out += &format!("<w:gridCol w:w=\"{width}\"/>");
    }
    out += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    for (column, width) in table.columns.iter().zip(&widths) {
        let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7ECF2\"/>";
        out += &cell(&column.heading, *width, shade, "", "<w:b/>");
    }
    out += "</w:tr>";
    for row in &table.rows {
        match row {
            Row::Group(name) => {
                let span = format!(
                    "<w:gridSpan w:val=\"{}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F6F8\"/>",
                    widths.len()
                );
                out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
                out += &cell(name, WIDTH, &span, "<w:keepNext/>", "<w:b/>");
                out += "</w:tr>";
            }
            Row::Line { .. } | Row::Total(_) => {
                let (depth, cells, of_run) = match row {
                    Row::Line { depth, cells } => (*depth, &cells[..], ""),
                    Row::Total(cells) => (0, &cells[..], "<w:b/>"),
                    Row::Group(_) => (0, &[][..], ""),
                };
                out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
                for ((at, it), width) in cells.iter().enumerate().zip(&widths) {
                    let indent = if table.indent == Some(at) { 160 * u32::from(depth) } else { 0 };
                    let align = match table.columns[at].align {
                        Align::Left => "",
                        Align::Right => "<w:jc w:val=\"right\"/>",
                        Align::Center => "<w:jc w:val=\"center\"/>",
                    };
                    let indent = match indent {
                        0 => String::new(),
                        some => format!("<w:ind w:left=\"{some}\"/>"),
                    };
                    out += &cell(&it.text(), *width, "", &format!("{indent}{align}"), of_run);
                }
                out += "</w:tr>";
            }
        }
    }
    out + "</w:tbl>"
}

fn cell(text: &str, width: usize, of_cell: &str, of_paragraph: &str, of_run: &str) -> String {
    // A paragraph keeps with the next before it is aligned: the order is part of the format.
    let (keep, rest) = match of_paragraph.strip_prefix("<w:keepNext/>") {
        Some(rest) => ("<w:keepNext/>", rest),
        None => ("", of_paragraph),
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{of_cell}</w:tcPr><w:p><w:pPr>\
         <w:pStyle w:val=\"Cell\"/>{keep}{rest}</w:pPr>{}</w:p></w:tc>",
        run(text, of_run)
    )
}

/// Widths of the columns, by what stands in them, that together fill the page.
fn widths(table: &Table) -> Vec<usize> {
    // A column with nothing in it is there to be written in by hand.
    const ROOM: usize = 12;
    const MOST: usize = 34;
    let wanted: Vec<usize> = (0..table.columns.len())
        .map(|at| {
            let cells = table.lines().map(|(_, cells)| columns(&cells[at].text()));
            let widest = cells.max().unwrap_or(0);
            let heading = table.columns[at].heading.split(' ').map(columns).max().unwrap_or(0);
            let least = if widest == 0 { ROOM } else { 3 };
            widest.clamp(least, MOST).max(heading) + 2
        })
        .collect();
    let total: usize = wanted.iter().sum::<usize>().max(1);
    let mut widths: Vec<usize> = wanted.iter().map(|it| it * WIDTH / total).collect();
    let rest = WIDTH - widths.iter().sum::<usize>();
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

/// Lines to sign on, side by side.
fn signatures(who: &[String]) -> String {
    let width = WIDTH / who.len().max(1);
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    out += &format!("<w:gridCol w:w=\"{width}\"/>").repeat(who.len());
    out += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"900\"/></w:trPr>";
    for name in who {
        let line =
            "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/></w:tcBorders>";
        out += &cell(name, width, line, "", "");
    }
    out + "</w:tr></w:tbl><w:p/>"
}

//! What the reader of price books says.

use super::words;

words! {
    AN_AMOUNT: "an amount of money", "金额";
    A_PERCENTAGE: "a percentage from 0 % to 100 %", "0 % 至 100 % 的百分比";
    A_DISCOUNT: "a discount", "折扣";
    A_CURRENCY: "a currency", "币种";
    PRICED_TWICE: "the part \"{part}\" stands twice in this price book", "部件“{part}”在此价格表中出现了两次";
    NO_PRICE_GIVEN: "the entry of \"{part}\" gives neither a price nor a discount", "“{part}”既未给出目录价也未给出折扣";
    GIVE_PRICE: "give its list price, or remove the entry: a part without one is shown as missing", "请写上目录价，或删除该项：未给价格的部件会显示为缺价";
    NO_CURRENCY: "the price of \"{part}\" has no currency", "“{part}”的价格没有币种";
    GIVE_CURRENCY: "give the currency with the price, or once for the whole book in YAML", "请为该价格写明币种；YAML 价格表也可在开头统一写明";
    EMPTY_BOOK: "this price book has no head", "此价格表没有表头";
    BEGIN_BOOK: "begin the first row with the columns: part number, price, currency, discount, source, date", "请在第一行写表头：部件号、目录价、币种、折扣、来源、日期";
    NO_PART_COLUMN: "this price book has no column \"part number\"", "此价格表没有“部件号”一列";
    UNKNOWN_COLUMN: "\"{column}\" is no column of a price book", "价格表没有“{column}”这一列";
    KNOWN_COLUMNS: "remove it, or use one of: {columns}", "请删除该列，或使用：{columns}";
    COLUMN_TWICE: "a second column holds the same as \"{column}\"", "“{column}”与前面的某一列内容相同";
    CELL_WITHOUT_HEAD: "this row has more cells than the {count} columns of the head", "此行的单元格多于表头的 {count} 列";
    QUOTE_CELL: "put a cell that holds a comma in double quotes", "含逗号的单元格请用双引号括起来";
    ROW_WITHOUT_PART: "this row has no part number", "此行没有部件号";
    GIVE_PART: "give a part number or the id of a part, or remove the row", "请写上部件号或部件标识，或删除此行";
    NOT_PRICES: "this file is no price book: it is of kind {kind}", "本文件不是价格表：其种类是 {kind}";
    NO_KIND: "this file is no price book: it does not begin with \"haplan: 1\" and \"kind: prices\"", "本文件不是价格表：开头没有“haplan: 1”和“kind: prices”";
    BEGIN_PRICES: "write haplan: 1 and kind: prices as the first keys, or give a file that ends in .csv", "请将 haplan: 1 和 kind: prices 写为最前面的键，或提供扩展名为 .csv 的文件";
    INVALID_BOOK: "\"{path}\" is not a valid price book", "“{path}”不是有效的价格表";
}

//! What the reader of rates says, and what availability rests on.

use super::words;

words! {
    A_PERIOD: "a period", "时间段";
    NO_KIND: "\"{part}\" is neither a kind of component nor the id or number of a part", "“{part}”既不是组件种类，也不是部件标识或部件号";
    KINDS: "use one of the kinds {kinds}, the id of a part such as hp/fc1242sr, or a part number", "请使用组件种类 {kinds}，或部件标识（如 hp/fc1242sr），或部件号";
    RATED_TWICE: "\"{part}\" has two rates in this file", "“{part}”在此文件中有两条故障率";
    NO_RATE: "the rate of \"{part}\" says neither how long it works nor how often it fails", "“{part}”既未给出平均无故障时间，也未给出年故障率";
    GIVE_RATE: "give mtbf such as 500000 h, or afr such as 1.5 %", "请写 mtbf（如 500000 h）或 afr（如 1.5 %）";
    TWO_RATES: "the rate of \"{part}\" is given twice, as mtbf and as afr", "“{part}”同时给出了 mtbf 和 afr";
    ALSO_AFR: "and here", "此处又给出一次";
    NO_REPAIR: "the rate of \"{part}\" does not say how long a repair takes", "“{part}”未写明修复时间";
    GIVE_REPAIR: "give repair such as 8 h with the rate, or once for the whole file", "请为该项写 repair（如 8 h），或在文件开头统一写明";
    NO_TIME: "\"{part}\" fails all the time: its mtbf is 0", "“{part}”的 mtbf 为 0，即一直处于故障状态";
    NOT_RATES: "this file holds no rates: it is of kind {kind}", "本文件不是故障率文件：其种类是 {kind}";
    NO_RATES: "this file holds no rates: it does not begin with \"haplan: 1\" and \"kind: rates\"", "本文件不是故障率文件：开头没有“haplan: 1”和“kind: rates”";
    BEGIN_RATES: "write haplan: 1 and kind: rates as the first keys", "请将 haplan: 1 和 kind: rates 写为最前面的键";
    INVALID_RATES: "\"{path}\" does not hold valid rates", "“{path}”不是有效的故障率文件";
}

//! A design told in sentences.

use super::words;

words! {
    STORY: "In short", "方案概述";

    CLUSTER: "{nodes} run {services}: {mode}.", "{nodes} 运行 {services}：{mode}。";
    ACTIVE_STANDBY: "one works, the other stands by (active/standby)", "一台工作，一台待机（双机热备）";
    ACTIVE_STANDBY_OF_MANY: "each service has one node at a time, the others stand by (active/standby)", "每个服务同一时间在一个节点上运行，其余节点待机（热备）";
    MUTUAL: "each works and stands by for the others (mutual takeover)", "各自承担业务并互为备机（互备）";
    DUAL_ACTIVE: "all work on the same services at once (dual-active)", "所有节点同时运行相同的业务（双工）";
    ALONE: "{nodes} runs {services} without a cluster: nobody takes over.", "{nodes} 单独运行 {services}，没有集群，无法切换。";
    WITH_MODEL: "{names} ({model})", "{names}（{model}）";
    STORAGE_SWITCHED: "Their data lie on {arrays}, reached over {protocol} through {switches}.", "数据存放在 {arrays}，经 {switches} 以 {protocol} 访问。";
    STORAGE_DIRECT: "Their data lie on {arrays}, cabled straight to the servers over {protocol}.", "数据存放在 {arrays}，以 {protocol} 线缆与服务器直连。";
    STORAGE_MIRRORED: "Their data lie on drives of the nodes themselves, kept alike by mirroring; there is no shared storage.", "数据存放在各节点的本地硬盘上，由镜像保持一致（纯软件方式，无共享存储）。";

    CARRIES_ON: "Every service goes on where it runs, with less redundancy, when any one of these fails: {parts}.", "下列任一部件单独故障时，各服务在原节点继续运行，仅损失冗余：{parts}。";
    TAKEOVER: "A service is interrupted and started on another node when one of these fails: {parts}.", "下列部件之一故障时，服务会中断并切换到另一节点重新启动：{parts}。";
    STOPS: "A service stops until repair when one of these fails: {parts}.", "下列部件之一故障时，服务停止，直到修复：{parts}。";
    SPLITS: "Two nodes may write the same data at once (split-brain) when one of these fails: {parts}.", "下列部件之一故障时，两个节点可能同时写同一份数据（脑裂）：{parts}。";
    LOSES: "Data are lost when one of these fails: {parts}.", "下列部件之一故障时会丢失数据：{parts}。";
    NO_SINGLE: "No single fault stops a service.", "任何单个部件故障都不会使服务停止。";
    PARTS_OF: "{kind} {names}", "{kind} {names}";
    EVERY: "every {kind} ({count})", "全部{kind}（{count} 个）";
    AND: "{a}; {b}", "{a}；{b}";
    AND_MORE: "{count} more", "另 {count} 个";
    BANDWIDTH: "The node that runs a service has {nominal} Gbit/s to its storage, and at least {after} Gbit/s after one fault that it survives.", "运行服务的节点到存储的带宽为 {nominal} Gbit/s；在能够承受的单个故障之后不低于 {after} Gbit/s。";
    BANDWIDTH_NOMINAL: "The node that runs a service has {nominal} Gbit/s to its storage.", "运行服务的节点到存储的带宽为 {nominal} Gbit/s。";

    FIT_CONTINUOUS: "Right where no single fault may interrupt a service.", "适合不允许因单个故障中断业务的场合。";
    FIT_TAKEOVER: "Right where a service may pause for as long as a takeover lasts.", "适合允许业务在切换期间短暂中断的场合。";
    FIT_TAKEOVER_TIME: "Right where a service may pause for as long as a takeover lasts: the file says {seconds} s.", "适合允许业务在切换期间短暂中断的场合：文件给出的切换时间为 {seconds} 秒。";
    FIT_REPAIR: "Right where a service may stand still until the parts above are replaced; spares or a repair contract for them belong to the offer.", "适合允许业务停止到上述部件更换完毕的场合；方案中应包含这些部件的备件或限时维修服务。";
    FIT_NOT: "Not to be handed over as it is: a single fault puts data at risk.", "不应按现状交付：单个故障即可危及数据。";
    NOTHING_JUDGED: "The file names no service, so there is nothing to survive or to stop.", "文件没有写明服务，因此没有可供判断的对象。";

    SERVER: "server", "服务器";
    SOFTWARE: "operating system", "操作系统";
    SWITCH: "switch", "交换机";
    ARRAY: "array", "磁盘阵列";
    SHELF: "shelf", "扩展柜";
    ENCLOSURE: "enclosure", "刀片机箱";
    PANEL: "patch panel", "配线架";
    ADAPTER: "adapter", "适配卡";
    CONTROLLER: "controller", "控制器";
    SUPPLY: "power supply", "电源模块";
    PORT: "port", "端口";
    CABLE: "cable", "线缆";
    DRIVE: "drive", "硬盘";
    POWER: "power source", "供电";
    RACK: "rack", "机柜";
    SITE: "site", "站点";
    GROUP: "group", "共因组";
}

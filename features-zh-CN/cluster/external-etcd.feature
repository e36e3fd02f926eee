# language: zh-CN
@C4 @topology:external-etcd
功能: 控制平面把一切存放在集群之外的 etcd
  这里的控制平面节点上没有 etcd 成员。etcd 成员运行在单独的机器上，
  所有控制平面节点都通过 TLS 使用它们。

  场景: 经由控制平面写入的内容，每个成员都有
    假如 命名空间 "kube-system" 中有 0 个带标签 "component=etcd" 的 Pod
    当 应用清单 "cluster/note.yaml"
    那么 每个 etcd 成员都存有 ConfigMap "note"

  @exclusive
  场景: 失去一个成员，仍可写入；它恢复后会追上
    假如 集群接受写入
    当 关闭 etcd 成员 "etcd3" 的电源
    那么 集群接受写入，持续 10s
    当 应用清单 "cluster/note.yaml"
    而且 开启 etcd 成员 "etcd3" 的电源
    那么 etcd 成员 "etcd3" 存有 ConfigMap "note"

  @exclusive
  场景: 失去两个成员，写入失败；恢复一个，又可写入
    假如 集群接受写入
    当 关闭 etcd 成员 "etcd3" 的电源
    而且 关闭 etcd 成员 "etcd2" 的电源
    那么 集群不接受写入，持续 10s
    当 开启 etcd 成员 "etcd2" 的电源
    那么 在 1m 内，集群接受写入

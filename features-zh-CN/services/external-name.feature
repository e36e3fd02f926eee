# language: zh-CN
@V6
功能: ExternalName 是 DNS 中的别名
  这种 Service 没有地址，也没有端点。集群 DNS 返回一个 CNAME，客户端自己去那里。

  场景: DNS 返回别名
    假如 应用清单 "services/external-name.yaml"
    而且 应用清单 "services/client.yaml"
    当 Pod "client" 的状态为 Running
    那么 在 Pod "client" 中运行 "nslookup -type=cname my-database | grep canonical"，输出包含 "canonical name = db.example.invalid"
    而且 Service "my-database" 与以下内容匹配：
      """
      spec: {type: ExternalName}
      """

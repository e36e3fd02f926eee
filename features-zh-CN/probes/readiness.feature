# language: zh-CN
@L6
功能: 未就绪的 Pod 收不到请求
  就绪探针失败不会重启任何东西，只会把 Pod 从 Service 的端点中移出；
  探针再次成功，Pod 就回来了。

  场景: 未就绪，移出 Service；就绪，重新加入
    假如 应用清单 "services/client.yaml"
    而且 应用清单 "probes/on-duty.yaml"
    而且 Pod "client" 的状态为 Running
    那么 Pod "on-duty" 是 Service "on-duty" 的端点
    而且 在 Pod "client" 中运行 "wget -q -O - http://on-duty/"，输出包含 "Welcome to nginx!"
    当 在 Pod "on-duty" 中执行一次 "rm /tmp/ready"
    那么 Pod "on-duty" 不是 Service "on-duty" 的端点
    而且 在 Pod "client" 中运行 "wget -q -O - http://on-duty/"，退出码为 1
    而且 Pod "client" 访问 Pod "on-duty" 的 ":80/" 得到 HTTP 200，内容包含 "Welcome to nginx!"
    而且 Service "on-duty" 有 0 个就绪端点，持续 3s
    当 在 Pod "on-duty" 中执行一次 "touch /tmp/ready"
    那么 Pod "on-duty" 是 Service "on-duty" 的端点
    而且 在 Pod "client" 中运行 "wget -q -O - http://on-duty/"，输出包含 "Welcome to nginx!"
    而且 Pod "on-duty" 的容器 "web" 重启了 0 次

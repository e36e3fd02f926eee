# language: zh-CN
@M7
功能: 失败的 Init 容器
  kubelet 会反复重启失败的 Init 容器，直到它成功，然后才轮到应用容器。
  restartPolicy 为 Never 时，Pod 立即失败。

  场景: 反复重启，直到成功
    当 应用清单 "containers/third-time-lucky.yaml"
    那么 Pod "third-time-lucky" 的容器 "setup" 已终止，原因为 "Error"
    而且 Pod "third-time-lucky" 的容器 "setup" 在第 2 次重启前至少等待了 10s
    而且 Pod "third-time-lucky" 的状态为 Running
    而且 在 Pod "third-time-lucky" 中运行 "wc -l < /attempts/log"，输出包含 "3"
    而且 Pod "third-time-lucky" 的容器 "setup" 重启了 2 次
    而且 Pod "third-time-lucky" 的容器 "app" 在容器 "setup" 成功结束后启动

  场景: restartPolicy 为 Never 时，Pod 失败
    当 应用清单 "containers/setup-fails.yaml"
    那么 Pod "setup-fails" 的状态为 Init:Error，持续 3s
    而且 Pod "setup-fails" 的容器 "setup" 重启了 0 次
    而且 Pod "setup-fails" 的容器 "setup" 的日志中有一行恰好为 "no database"
    而且 Pod "setup-fails" 的 "{.spec.activeDeadlineSeconds}" 不存在
    而且 Pod "setup-fails" 的容器 "app" 从未运行过
    而且 Pod "setup-fails" 与以下内容匹配：
      """
      status: {phase: Failed}
      """

  场景: 只要它还在失败，Pod 就处于 Init:CrashLoopBackOff
    当 应用清单 "containers/setup-never.yaml"
    那么 Pod "setup-never" 曾处于 Init:CrashLoopBackOff 状态
    而且 Pod "setup-never" 的容器 "app" 从未运行过

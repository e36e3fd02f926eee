# language: zh-CN
@M3
功能: 原生边车的寿命与应用的需要一致
  restartPolicy 为 Always 的 Init 容器就是边车：它先于应用启动，与应用一起运行，
  应用结束后才被停止。因此它不会妨碍 Job 完成。

  场景: 边车先于应用启动，晚于应用结束，Job 完成
    当 应用清单 "containers/report.yaml"
    那么 将 Job "report" 的 Pod 称为 "report"
    而且 Pod "report" 的容器 "app" 在容器 "sidecar" 启动后启动
    而且 Pod "report" 的容器 "app" 的日志包含 "figures"
    而且 Pod "report" 的容器 "sidecar" 在容器 "app" 结束时仍在运行
    而且 Pod "report" 的状态为 Completed
    而且 Job "report" 的状况 "Complete" 成立
    而且 Pod "report" 的容器 "sidecar" 重启了 0 次

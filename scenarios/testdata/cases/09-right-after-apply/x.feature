Feature: Right after an apply

  Scenario Outline: Value, round <n>
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: mode}
      data: {is: before}
      """
    And configmap "mode" has "before" at "{.data.is}"
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: mode}
      data: {is: after}
      """
    Then configmap "mode" has "before" at "{.data.is}" within 1ms

    Examples:
      | n |
      | 1 |
      | 2 |
      | 3 |
      | 4 |
      | 5 |
      | 6 |
      | 7 |
      | 8 |

  Scenario Outline: Rollout, round <n>
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: site}
      spec:
        selector: {matchLabels: {app: site}}
        template:
          metadata: {labels: {app: site}, annotations: {version: "one"}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: site, image: busybox, command: [sleep, "600"]}]
      """
    And deployment "site" is rolled out within 30s
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: site}
      spec:
        selector: {matchLabels: {app: site}}
        template:
          metadata: {labels: {app: site}, annotations: {version: "two"}}
          spec:
            terminationGracePeriodSeconds: 1
            nodeSelector: {rack: nowhere}
            containers: [{name: site, image: busybox, command: [sleep, "600"]}]
      """
    Then deployment "site" is rolled out within 1s

    Examples:
      | n |
      | 1 |
      | 2 |
      | 3 |
      | 4 |

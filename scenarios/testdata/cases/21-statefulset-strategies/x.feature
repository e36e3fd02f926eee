Feature: Rollouts that do not replace every pod

  Scenario: With a partition the lower pods keep the old spec
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: shards}
      spec:
        replicas: 2
        serviceName: shards
        podManagementPolicy: Parallel
        updateStrategy: {rollingUpdate: {partition: 1}}
        selector: {matchLabels: {app: shards}}
        template:
          metadata: {labels: {app: shards}, annotations: {version: "one"}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: shard, image: busybox, command: [sleep, "600"]}]
      """
    And statefulset "shards" is rolled out within 40s
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: shards}
      spec:
        replicas: 2
        serviceName: shards
        podManagementPolicy: Parallel
        updateStrategy: {rollingUpdate: {partition: 1}}
        selector: {matchLabels: {app: shards}}
        template:
          metadata: {labels: {app: shards}, annotations: {version: "two"}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: shard, image: busybox, command: [sleep, "600"]}]
      """
    Then statefulset "shards" is rolled out within 40s
    And pod "shards-1" has "two" at "{.metadata.annotations.version}"
    And pod "shards-0" has "one" at "{.metadata.annotations.version}"

  Scenario Outline: <kind>: with OnDelete nothing replaces the pod
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: <kind>
      metadata: {name: keeper}
      spec:
        <field>
        updateStrategy: {type: OnDelete}
        selector: {matchLabels: {app: keeper}}
        template:
          metadata: {labels: {app: keeper}, annotations: {version: "one"}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: keeper, image: busybox, command: [sleep, "600"]}]
      """
    And <kind> "keeper" is rolled out within 40s
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: <kind>
      metadata: {name: keeper}
      spec:
        <field>
        updateStrategy: {type: OnDelete}
        selector: {matchLabels: {app: keeper}}
        template:
          metadata: {labels: {app: keeper}, annotations: {version: "two"}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: keeper, image: busybox, command: [sleep, "600"]}]
      """
    Then <kind> "keeper" is rolled out within 20s

    Examples:
      | kind        | field               |
      | StatefulSet | serviceName: keeper |
      | DaemonSet   | minReadySeconds: 0  |

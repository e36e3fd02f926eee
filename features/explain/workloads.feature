@explain
Feature: Why a workload does not get on

  Scenario: Its pod is ready, but not for long enough
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        minReadySeconds: 600
        progressDeadlineSeconds: 601
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: busybox, command: [sleep, "60"]}]
      """
    Then deployment "web" has 1 ready replica
    And the reason of deployment "web" is WORKLOAD_STUCK saying "deployment \"web\": 1 of 1 pods ready, 1 updated, 0 for the 600s of minReadySeconds" for 1s

  Scenario: Its rollout is paused
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        paused: true
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: busybox}]}
      """
    Then the reason is WORKLOAD_STUCK saying "deployment \"web\": 0 of 1 pods ready, 0 updated; its rollout is paused"

  Scenario: Its pods end again and again, and it has their last words
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: busybox, command: [sh, -c, "echo no licence; exit 6"]}]
      """
    Then the reason is POD_CRASH_LOOP saying "last log line: no licence"

  Scenario: No node takes its pod
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {nodeSelector: {disk: marble}, containers: [{name: web, image: busybox}]}
      """
    Then the reason is POD_UNSCHEDULABLE
    And the reason of deployment "web" is POD_UNSCHEDULABLE

Feature: What a namespace asks of its pods

  Scenario: The container asks for less than the least
    When this manifest is applied:
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes}
      spec: {limits: [{type: Container, min: {memory: 64Mi}}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: shop, image: busybox, resources: {requests: {memory: 16Mi}, limits: {memory: 128Mi}}}]}
      """
    Then deployment "shop" has the condition "ReplicaFailure" within 2m
    And deployment "shop" has 1 ready replica within 1s

  Scenario: Its limit is too far from its request
    When this manifest is applied:
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes}
      spec: {limits: [{type: Container, maxLimitRequestRatio: {memory: "2"}}]}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: shop}
      spec:
        serviceName: shop
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: shop, image: busybox, resources: {requests: {memory: 16Mi}, limits: {memory: 128Mi}}}]}
      """
    Then statefulset "shop" has the event "FailedCreate" saying "forbidden" within 2m
    And statefulset "shop" has 1 ready replica within 1s

  Scenario: It does not say what the quota counts
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: share}
      spec: {hard: {requests.memory: 1Gi}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: shop, image: busybox}]}
      """
    Then deployment "shop" has the condition "ReplicaFailure" within 2m
    And deployment "shop" has 1 ready replica within 1s

Feature: What is wrong with objects that are no pods

  Scenario: An autoscaler without a target
    When this manifest is applied:
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shp}
        maxReplicas: 3
        metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
      """
    Then horizontalpodautoscaler "shop" has the event "FailedGetScale" saying "not found" within 2m
    And horizontalpodautoscaler "shop" has "5" at "{.status.currentReplicas}" within 3s

  Scenario: A budget that no pod has
    When this manifest is applied:
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: shop}
      spec: {minAvailable: 1, selector: {matchLabels: {app: shp}}}
      """
    Then poddisruptionbudget "shop" has the event "NoPods" saying "No matching pods" within 2m
    And poddisruptionbudget "shop" has "1" at "{.status.disruptionsAllowed}" within 3s

  Scenario: An Ingress that nobody serves
    When this manifest is applied:
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: shop}
      spec: {defaultBackend: {service: {name: shop, port: {number: 80}}}}
      """
    Then ingress "shop" has "10.0.0.1" at "{.status.loadBalancer.ingress[0].ip}" within 4s

  Scenario: A CronJob that is suspended
    When this manifest is applied:
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: report}
      spec:
        schedule: "* * * * *"
        suspend: true
        jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}}
      """
    Then cronjob "report" has "0" at "{.status.active}" within 4s

  Scenario: A custom resource says itself that it is not ready
    When this manifest is applied:
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: tents.camping.example.com}
      spec:
        group: camping.example.com
        scope: Namespaced
        names: {kind: Tent, plural: tents, singular: tent}
        versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      ---
      apiVersion: camping.example.com/v1
      kind: Tent
      metadata: {name: camp}
      status: {conditions: [{type: Ready, status: "False", reason: Rain, message: the pegs are loose}]}
      """
    Then tent "camp" has "up" at "{.status.state}" within 4s

Feature: A condition from before the change

  Scenario: Two replicas that no node can take, where none were wanted before
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        replicas: 0
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            nodeSelector: {rack: nowhere}
            containers: [{name: shop, image: busybox}]
      """
    Then deployment "shop" has the condition "Available"
    When deployment "shop" is scaled to 2 replicas
    Then deployment "shop" has the condition "Available" within 6s

  Scenario: A custom resource whose status is of the spec before
    Given this manifest is applied:
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: kettles.cases.example.com}
      spec:
        group: cases.example.com
        scope: Namespaced
        names: {plural: kettles, singular: kettle, kind: Kettle}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {litres: {type: integer}}}
                  status: {type: object, x-kubernetes-preserve-unknown-fields: true}
      ---
      apiVersion: cases.example.com/v1
      kind: Kettle
      metadata: {name: red}
      spec: {litres: 1}
      status:
        observedGeneration: 1
        conditions: [{type: Ready, status: "True"}]
      """
    Then kettle "red" has the condition "Ready"
    When this manifest is applied:
      """
      apiVersion: cases.example.com/v1
      kind: Kettle
      metadata: {name: red}
      spec: {litres: 2}
      status:
        observedGeneration: 1
        conditions: [{type: Ready, status: "True"}]
      """
    Then kettle "red" has the condition "Ready" within 3s

  Scenario: A custom resource of which one condition is of the spec before
    Given this manifest is applied:
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: teapots.cases.example.com}
      spec:
        group: cases.example.com
        scope: Namespaced
        names: {plural: teapots, singular: teapot, kind: Teapot}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {litres: {type: integer}}}
                  status: {type: object, x-kubernetes-preserve-unknown-fields: true}
      ---
      apiVersion: cases.example.com/v1
      kind: Teapot
      metadata: {name: blue}
      spec: {litres: 1}
      """
    And this manifest is applied:
      """
      apiVersion: cases.example.com/v1
      kind: Teapot
      metadata: {name: blue}
      spec: {litres: 2}
      status:
        conditions:
          - {type: Ready, status: "True", observedGeneration: 1}
          - {type: Filled, status: "True", observedGeneration: 2}
          - {type: Hot, status: "True"}
      """
    Then teapot "blue" has the condition "Filled"
    And teapot "blue" has the condition "Hot"
    And teapot "blue" has the condition "Ready" within 3s

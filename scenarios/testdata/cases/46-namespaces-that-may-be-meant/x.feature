Feature: Namespaces that may be meant

  Scenario: In fields of a custom resource
    Given this manifest is applied:
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: scrapers.example.org}
      spec:
        group: example.org
        scope: Namespaced
        names: {kind: Scraper, plural: scrapers, singular: scraper}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """
    When this manifest is applied:
      """
      apiVersion: example.org/v1
      kind: Scraper
      metadata: {name: a, namespace: shop}
      spec: {namespaceSelector: {matchNames: [shop]}}
      """
    Then scraper "a" has "shop" at "{.spec.namespaceSelector.matchNames[0]}"

  Scenario: In texts
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, namespace: shop}
      data: {url: "http://db.shop.svc"}
      """
    Then configmap "a" exists

  Scenario: Written so that it is known
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, namespace: shop}
      data: {url: "http://db.$(namespace:shop).svc"}
      """
    Then configmap "a" exists

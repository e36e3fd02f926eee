Feature: Objects that are there are changed
  What kubectl patch, set image, rollout, create and delete do.

  Scenario: A patch begins a rollout, and a rollback takes it back
    Given the manifest "application/shop.yaml" is applied
    And deployment "shop" is rolled out
    When deployment "shop" is patched with:
      """
      spec:
        template:
          metadata: {labels: {version: next}}
      """
    Then deployment "shop" has "next" at "{.spec.template.metadata.labels.version}"
    And deployment "shop" is rolled out
    When deployment "shop" is rolled back
    Then deployment "shop" has "first" at "{.spec.template.metadata.labels.version}"
    And deployment "shop" is rolled out

  Scenario: A merge patch replaces a list, a JSON patch one item of it
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{name: http, port: 80}, {name: admin, port: 8080}]
      """
    When service "shop" is patched with this merge patch:
      """
      spec:
        ports: [{name: metrics, port: 9090}]
      """
    Then service "shop" has "9090" at "{.spec.ports[*].port}"
    When service "shop" is patched with:
      """
      - {op: add, path: /spec/ports/-, value: {name: http, port: 80}}
      - {op: replace, path: /spec/ports/0/port, value: 9091}
      """
    Then service "shop" has "9091 80" at "{.spec.ports[*].port}"

  Scenario: One container gets another image
    Given the manifest "application/shop.yaml" is applied
    And container "shop" of deployment "shop" runs the image "busybox"
    When the image of container "shop" of deployment "shop" is set to "nginx"
    Then container "shop" of deployment "shop" runs the image "nginx"

  Scenario: A restarted Deployment has other pods
    Given the manifest "application/shop.yaml" is applied
    And the pod of deployment "shop" is called "before"
    And pod "before" is ready
    When deployment "shop" is restarted
    Then pod "before" does not exist
    And deployment "shop" is rolled out

  Scenario: What has a label is deleted, and nothing else
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: orders, labels: {tier: old}}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: prices, labels: {tier: old}}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: stock, labels: {tier: new}}}
      """
    When every configmap labelled "tier=old" is deleted
    Then configmap "orders" does not exist
    And configmap "prices" does not exist
    And configmap "stock" exists

  Scenario: An object is created once
    When the objects of manifest "application/settings.yaml" are created
    Then configmap "settings" has "blue" at "{.data.color}"
    And creating the objects of manifest "application/settings.yaml" is rejected with "already exists"

  Scenario: A CronJob's work is done now
    Given the manifest "application/report.yaml" is applied
    When job "now" is created from cronjob "report"
    Then job "now" has the condition "Complete"
    And job "now" has "report" at "{.metadata.ownerReferences[0].name}"

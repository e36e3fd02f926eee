Feature: Start only when the services are there

  @id:waits @points:3
  Scenario: Both init containers wait while there is no Service
    - Init containers run one after the other, each to its end, before the containers of the pod start: spec.initContainers.
    - An init container waits in a loop: until nslookup NAME; do sleep 1; done
    Given the pod of deployment "shop" is called "first" within 10s
    Then pod "first" is Init:0/2 within 15s for 3s

  @id:in-order @points:3 @needs:waits
  Scenario: The database is awaited first
    - Init containers run in the order in which they stand in the manifest.
    Given the pod of deployment "shop" is called "first" within 10s
    And pod "first" is Init:0/2 within 15s
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {ports: [{port: 5432}]}
      """
    Then pod "first" is Init:1/2 within 20s for 2s

  @id:starts @points:4 @needs:waits
  Scenario: The app starts when both Services exist
    - The name of a Service is NAME.NAMESPACE.svc.cluster.local; a pod finds its own namespace in /var/run/secrets/kubernetes.io/serviceaccount/namespace.
    - Ask with: nslookup -type=a db.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local
    Given the pod of deployment "shop" is called "first" within 10s
    And pod "first" is Init:0/2 within 15s
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {ports: [{port: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: cache}
      spec: {ports: [{port: 6379}]}
      """
    Then pod "first" is ready within 35s
    And container "app" of pod "first" never ran before service "cache" existed

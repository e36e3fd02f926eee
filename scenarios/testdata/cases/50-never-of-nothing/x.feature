Feature: What nobody ever spoke of

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop, labels: {app: shop}}
      spec: {containers: [{name: main, image: nginx}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: idle}
      spec:
        replicas: 0
        selector: {matchLabels: {app: idle}}
        template:
          metadata: {labels: {app: idle}}
          spec: {containers: [{name: main, image: nginx}]}
      """
    Then pod "shop" is ready

  Scenario Outline: Never: <sentence>
    Then <sentence>

    Examples:
      | sentence                                              |
      | pod "shpo" was never CrashLoopBackOff                 |
      | pod "shpo" never had the event "BackOff"              |
      | container "main" of pod "shpo" never ran              |
      | container "mian" of pod "shop" never ran              |
      | pod "shpo" never changed its "spec.nodeName"          |
      | no pod but "shpo" has restarted                       |
      | no pod of deployment "ilde" was ever on node "worker" |

  Scenario Outline: All of none: <sentence>
    Then <sentence>

    Examples:
      | sentence                                                         |
      | every pod of deployment "idle" is on node "worker" within 3s     |
      | no pod of deployment "idle" is on node "worker" within 3s        |
      | the pods of deployment "idle" are on 0 different nodes within 3s |

  Scenario Outline: Absent: <sentence>
    Then <sentence>

    Examples:
      | sentence                                    |
      | pod "shpo" does not exist                   |
      | pod "idle" does not exist                   |
      | there are 0 pods labelled "app=shpo"        |
      | pod "shop" never had the event "Sceduled"   |
      | throughout, no event "Unhealty" is recorded |

  Scenario: Absence that was meant does not warn
    When pod "shop" is deleted
    Then pod "shop" does not exist
    And there are 0 pods labelled "app=idle"
    And pod "later" does not exist
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: later}
      spec: {containers: [{name: main, image: nginx}]}
      """
    Then pod "later" is Running

Feature: Never, right after an action

  Scenario: Nothing can have happened yet
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop}
      spec: {containers: [{name: main, image: nginx}]}
      """
    Then pod "shop" was never Running

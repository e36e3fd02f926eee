Feature: A pod that is made again under its name

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop}
      spec: {containers: [{name: main, image: nginx}]}
      """
    Then pod "shop" is ready
    When pod "shop" is deleted
    Then pod "shop" does not exist
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop}
      spec: {containers: [{name: main, image: registry.invalid/none:1}]}
      """
    Then pod "shop" is ErrImagePull

  Scenario: It was never what the other one was
    Then pod "shop" was never Running
    And container "main" of pod "shop" never ran
    And pod "shop" never had the event "Started"

  Scenario: It was Running
    Then pod "shop" was Running within 3s

  Scenario: It has the event
    Then pod "shop" has the event "Started" saying "tarted" within 3s

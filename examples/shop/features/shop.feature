Feature: The shop
  What its chart promises to those who install, upgrade and roll it back.

  Background:
    Given the chart "chart" is installed as "shop"
    And deployment "shop" is rolled out
    And service "shop" has 2 ready endpoints

  Scenario: It answers when it is installed
    When this request is sent to service "shop" port 80 on node "worker":
      """
      GET /
      """
    Then the answer has status 200
    And the answer contains "Welcome to the shop (v1)"

  Scenario: An upgrade loses no request
    When this request is sent to service "shop" port 80 on node "worker":
      """
      GET /
      """
    And the request is repeated every 100ms
    And release "shop" is upgraded to the chart "chart" with values set:
      | version          | v2 |
      | migration.schema | 2  |
    Then deployment "shop" is rolled out within 2m
    And no repeated request has failed
    When this request is sent to service "shop" port 80 on node "worker":
      """
      GET /
      """
    Then the answer contains "(v2)"

  Scenario: A rollback brings the version before back
    When release "shop" is upgraded to the chart "chart" with values set:
      | version | v2 |
    Then deployment "shop" is rolled out within 2m
    When release "shop" is rolled back to the revision before
    Then deployment "shop" is rolled out within 2m
    When this request is sent to service "shop" port 80 on node "worker":
      """
      GET /
      """
    Then the answer contains "(v1)"

  Scenario: Another text replaces the pods
    When release "shop" is upgraded to the chart "chart" with values:
      """
      greeting: Closed for today
      """
    Then deployment "shop" is rolled out within 2m
    When this request is sent to service "shop" port 80 on node "worker":
      """
      GET /
      """
    Then the answer contains "Closed for today"

  Scenario: A migration that fails keeps the version before
    When upgrading release "shop" to the chart "chart" fails at its hook "shop-migration" with values:
      """
      version: v3
      migration: {schema: 3}
      """
    Then job "shop-migration" has failed with reason "BackoffLimitExceeded"
    And a pod of job "shop-migration" has logged "there is no schema 3"
    When this request is sent to service "shop" port 80 on node "worker":
      """
      GET /
      """
    Then the answer contains "(v1)"

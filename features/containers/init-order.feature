@M5
Feature: Init containers run one after the other
  Each init container runs to its end before the next one starts, and the app
  starts after the last of them.

  Scenario: First, second, third, and then the app
    When the manifest "containers/in-order.yaml" is applied
    Then pod "in-order" is Running
    And container "second" of pod "in-order" started after container "first" succeeded
    And container "third" of pod "in-order" started after container "second" succeeded
    And container "app" of pod "in-order" started after container "third" succeeded
    And the log of container "app" of pod "in-order" contains "before me: first second third"

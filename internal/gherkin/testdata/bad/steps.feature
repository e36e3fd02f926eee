Feature: Steps
  Background:
    Given it pases

  Scenario: values
    Then pod "web" is Running within 30x
    And pod "" is Running within 0s
    And I apply the file "objects/gone.yaml"

  Scenario: arguments
    When I apply:
    And it passes:
    And it passes
      | a |
    And I apply:
      """
      """
    And pod web is Running

  Scenario Outline: rows <pod>
    Then pod "<pod>" is Running within <time>
    And pod "<pods>" is Running
    And pod "<none>" is Running
    And pod "x" is Running within 1x

    Examples:
      | pod | time |
      | a   | 30s  |
      | b   | 30y  |
      |     | 5s   |

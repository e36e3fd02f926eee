@pods
Feature: Outlines
  Everything that has rows.

  Background:
    Given it passes

  # a comment
  @slow
  Scenario Outline: status of <pod>
    Then pod "<pod>" is <status>

    Examples: good ones
      | pod | status  |
      | a   | Running |
      | b   | Pending |

    @wip
    Examples:
      | pod | status    |
      | c   | Succeeded |

  Scenario Outline: the same name
    Then pod "<pod>" is <status>

    Examples:
      | pod | status  |
      | a   | Running |
      | b   | Pending |

  Scenario: with a doc string
    When I apply:
      """yaml
      kind: Pod
      """
    And I apply the file "objects/pod.yaml"
    Then the table is:
      | a | b  |
      | 1 | \| |

  Rule: a rule
    Background:
      Given it passes

    @slow @fast
    Example: inside
      Then pod "x" is Running within 30s

Feature: Unclosed
  Scenario: a
    When I apply:
      """
      kind: Pod

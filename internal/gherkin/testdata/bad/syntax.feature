Feature: Syntax
  Scenario: a
    Given it passes
    Whn it passes
    Scenario b
    Scenrio: c
    Then the table is:
      | a | b |
      | 1 |
    what is this

  @two words
  Scenario: d
    Given it passes

Feature: Swallowed
  When all goes well this is a description.
  Note: it may have colons.
  it passes

  Scenrio: lost
    Given it passes

  Scenario: typo
    Givn it passes
    given it passes
    and this is prose about it
    When it passes

  Rule: free text
    When a node dies, its pods move.

    Backgroud:
      Given it passes

    Scenario: fine
      Some words.
      Given it passes

    Scenario: no keyword
      it passes
      Given it passes

    Scenario: nearly, and with a bullet
      - it passess
      It passes, as everybody knows.
      Given it passes

    Scenario Outline: below the rows
      Given it passes
      Examples:
        it passes
        | a |
        | 1 |

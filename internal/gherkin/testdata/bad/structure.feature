Feature: Structure
  Scenario: twice
    Given it passes

  Scenario:
    Given it passes

  Scenario: nothing to do

  Scenario Outline: no examples
    Given it passes

  Scenario Outline: no rows
    Given it passes

    Examples:
      | a |

  Rule: r
    Scenario: twice
      Given it passes

@slow,@wip
Feature: Quotes and comments
  Scenario: Forgotten
    Then pod "web is Running
    And it passes # really
    And it pases # really

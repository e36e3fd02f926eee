Feature: A step without a keyword

  Scenario: It would pass without looking
    pod "web" is ready

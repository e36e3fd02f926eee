Feature: A greeting page
  `gherkind steps` prints all steps, `gherkind steps endpoint` those about endpoints.

  Scenario: Two replicas serve the page
    Given the manifest "hello.yaml" is applied
    Then deployment "hello" is rolled out
    And service "hello" has 2 ready endpoints
    And running "wget -q -O - http://hello/" in pod "client" prints "$(value:greeting)"

  Scenario: The page stays available while replicas are replaced
    Given the manifest "hello.yaml" is applied
    And deployment "hello" is rolled out
    And throughout, service "hello" has at least 1 endpoint
    When deployment "hello" is restarted
    Then deployment "hello" is rolled out

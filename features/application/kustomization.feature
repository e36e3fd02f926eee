Feature: Kustomizations
  What kubectl apply -k makes of a folder, in the namespaces of the scenario.

  Scenario: A kustomization gives its objects names, replicas and settings
    When the kustomization "kustomized" is applied
    Then everything that was applied is ready within 1m
    And deployment "blue-web" has 2 ready replicas

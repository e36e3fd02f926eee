# language: klingon
Feature: x

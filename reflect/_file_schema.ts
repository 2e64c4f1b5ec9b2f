/**
 * What `descriptor.proto` says of `FileDescriptorProto` and of all that is in one: messages with
 * their fields (`*` is repeated, `!` required), and enums, all of them closed, with their numbers. Descriptors of
 * generated code are decoded with it, so that not each program has to hold the code generated from
 * `descriptor.proto`, which is ten times as long.
 */
export const FILE_SCHEMA = `
FileDescriptorProto
  1 name string
  2 package string
  3 dependency string*
  10 public_dependency int32*
  11 weak_dependency int32*
  15 option_dependency string*
  4 message_type DescriptorProto*
  5 enum_type EnumDescriptorProto*
  6 service ServiceDescriptorProto*
  7 extension FieldDescriptorProto*
  8 options FileOptions
  9 source_code_info SourceCodeInfo
  12 syntax string
  14 edition Edition
DescriptorProto
  1 name string
  2 field FieldDescriptorProto*
  6 extension FieldDescriptorProto*
  3 nested_type DescriptorProto*
  4 enum_type EnumDescriptorProto*
  5 extension_range DescriptorProto_ExtensionRange*
  8 oneof_decl OneofDescriptorProto*
  7 options MessageOptions
  9 reserved_range DescriptorProto_ReservedRange*
  10 reserved_name string*
  11 visibility SymbolVisibility
FieldDescriptorProto
  1 name string
  3 number int32
  4 label FieldDescriptorProto_Label
  5 type FieldDescriptorProto_Type
  6 type_name string
  2 extendee string
  7 default_value string
  9 oneof_index int32
  10 json_name string
  8 options FieldOptions
  17 proto3_optional bool
FieldOptions
  1 ctype FieldOptions_CType
  2 packed bool
  6 jstype FieldOptions_JSType
  5 lazy bool
  15 unverified_lazy bool
  3 deprecated bool
  10 weak bool
  16 debug_redact bool
  17 retention FieldOptions_OptionRetention
  19 targets FieldOptions_OptionTargetType*
  20 edition_defaults FieldOptions_EditionDefault*
  21 features FeatureSet
  22 feature_support FieldOptions_FeatureSupport
  999 uninterpreted_option UninterpretedOption*
FieldOptions_EditionDefault
  3 edition Edition
  2 value string
FeatureSet
  1 field_presence FeatureSet_FieldPresence
  2 enum_type FeatureSet_EnumType
  3 repeated_field_encoding FeatureSet_RepeatedFieldEncoding
  4 utf8_validation FeatureSet_Utf8Validation
  5 message_encoding FeatureSet_MessageEncoding
  6 json_format FeatureSet_JsonFormat
  7 enforce_naming_style FeatureSet_EnforceNamingStyle
  8 default_symbol_visibility FeatureSet_VisibilityFeature_DefaultSymbolVisibility
FieldOptions_FeatureSupport
  1 edition_introduced Edition
  2 edition_deprecated Edition
  3 deprecation_warning string
  4 edition_removed Edition
  5 removal_error string
UninterpretedOption
  2 name UninterpretedOption_NamePart*
  3 identifier_value string
  4 positive_int_value uint64
  5 negative_int_value int64
  6 double_value double
  7 string_value bytes
  8 aggregate_value string
UninterpretedOption_NamePart
  1 name_part string!
  2 is_extension bool!
EnumDescriptorProto
  1 name string
  2 value EnumValueDescriptorProto*
  3 options EnumOptions
  4 reserved_range EnumDescriptorProto_EnumReservedRange*
  5 reserved_name string*
  6 visibility SymbolVisibility
EnumValueDescriptorProto
  1 name string
  2 number int32
  3 options EnumValueOptions
EnumValueOptions
  1 deprecated bool
  2 features FeatureSet
  3 debug_redact bool
  4 feature_support FieldOptions_FeatureSupport
  999 uninterpreted_option UninterpretedOption*
EnumOptions
  2 allow_alias bool
  3 deprecated bool
  6 deprecated_legacy_json_field_conflicts bool
  7 features FeatureSet
  999 uninterpreted_option UninterpretedOption*
EnumDescriptorProto_EnumReservedRange
  1 start int32
  2 end int32
DescriptorProto_ExtensionRange
  1 start int32
  2 end int32
  3 options ExtensionRangeOptions
ExtensionRangeOptions
  999 uninterpreted_option UninterpretedOption*
  2 declaration ExtensionRangeOptions_Declaration*
  50 features FeatureSet
  3 verification ExtensionRangeOptions_VerificationState
ExtensionRangeOptions_Declaration
  1 number int32
  2 full_name string
  3 type string
  5 reserved bool
  6 repeated bool
OneofDescriptorProto
  1 name string
  2 options OneofOptions
OneofOptions
  1 features FeatureSet
  999 uninterpreted_option UninterpretedOption*
MessageOptions
  1 message_set_wire_format bool
  2 no_standard_descriptor_accessor bool
  3 deprecated bool
  7 map_entry bool
  11 deprecated_legacy_json_field_conflicts bool
  12 features FeatureSet
  999 uninterpreted_option UninterpretedOption*
DescriptorProto_ReservedRange
  1 start int32
  2 end int32
ServiceDescriptorProto
  1 name string
  2 method MethodDescriptorProto*
  3 options ServiceOptions
MethodDescriptorProto
  1 name string
  2 input_type string
  3 output_type string
  4 options MethodOptions
  5 client_streaming bool
  6 server_streaming bool
MethodOptions
  33 deprecated bool
  34 idempotency_level MethodOptions_IdempotencyLevel
  35 features FeatureSet
  999 uninterpreted_option UninterpretedOption*
ServiceOptions
  34 features FeatureSet
  33 deprecated bool
  999 uninterpreted_option UninterpretedOption*
FileOptions
  1 java_package string
  8 java_outer_classname string
  10 java_multiple_files bool
  20 java_generate_equals_and_hash bool
  27 java_string_check_utf8 bool
  9 optimize_for FileOptions_OptimizeMode
  11 go_package string
  16 cc_generic_services bool
  17 java_generic_services bool
  18 py_generic_services bool
  23 deprecated bool
  31 cc_enable_arenas bool
  36 objc_class_prefix string
  37 csharp_namespace string
  39 swift_prefix string
  40 php_class_prefix string
  41 php_namespace string
  44 php_metadata_namespace string
  45 ruby_package string
  50 features FeatureSet
  999 uninterpreted_option UninterpretedOption*
SourceCodeInfo
  1 location SourceCodeInfo_Location*
SourceCodeInfo_Location
  1 path int32*
  2 span int32*
  3 leading_comments string
  4 trailing_comments string
  6 leading_detached_comments string*
FieldDescriptorProto_Label
  1 3 2
FieldDescriptorProto_Type
  1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18
FieldOptions_CType
  0 1 2
FieldOptions_JSType
  0 1 2
FieldOptions_OptionRetention
  0 1 2
FieldOptions_OptionTargetType
  0 1 2 3 4 5 6 7 8 9
Edition
  0 900 998 999 1000 1001 1002 9999 1 2 99997 99998 99999 2147483647
FeatureSet_FieldPresence
  0 1 2 3
FeatureSet_EnumType
  0 1 2
FeatureSet_RepeatedFieldEncoding
  0 1 2
FeatureSet_Utf8Validation
  0 2 3
FeatureSet_MessageEncoding
  0 1 2
FeatureSet_JsonFormat
  0 1 2
FeatureSet_EnforceNamingStyle
  0 1 2 3
FeatureSet_VisibilityFeature_DefaultSymbolVisibility
  0 1 2 3 4
SymbolVisibility
  0 1 2
ExtensionRangeOptions_VerificationState
  0 1
MethodOptions_IdempotencyLevel
  0 1 2
FileOptions_OptimizeMode
  1 2 3
`;

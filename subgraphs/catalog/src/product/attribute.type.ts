import { Field, InputType, ObjectType } from 'type-graphql';

const text = { name: 'What it is about, e.g. `Material`.', value: 'The value, e.g. `Wool`.' };

@ObjectType('Attribute', { description: 'A fact about a product or variant.' })
export class Attribute {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, { description: text.value })
  value!: string;
}

@InputType('AttributeInput', { description: 'A fact about a product or variant as input.' })
export class AttributeInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, { description: text.value })
  value!: string;
}

@ObjectType('SelectedOption', { description: 'A choice that tells a variant from its siblings.' })
export class SelectedOption {
  @Field(() => String, { description: 'What is chosen, e.g. `Size`.' })
  name!: string;
  @Field(() => String, { description: 'The choice, e.g. `Small`.' })
  value!: string;
}

@InputType('SelectedOptionInput', {
  description: 'A choice that tells a variant from its siblings, as input.',
})
export class SelectedOptionInput {
  @Field(() => String, { description: 'What is chosen, e.g. `Size`.' })
  name!: string;
  @Field(() => String, { description: 'The choice, e.g. `Small`.' })
  value!: string;
}
